using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>A shop's assembly and symbols.</summary>
internal sealed record CompiledShop(byte[] Assembly, byte[] Symbols)
{
    public static async Task<CompiledShop> CompileAsync(Solution solution, CancellationToken cancellationToken)
    {
        var compilation = await solution.Projects.Single().GetCompilationAsync(cancellationToken);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();

        var result = compilation!.Emit(assembly, symbols, cancellationToken: cancellationToken);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException("The shop does not compile:\n" + string.Join('\n', errors));
        }

        return new CompiledShop(assembly.ToArray(), symbols.ToArray());
    }
}
