using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace SessionAnalyzers.Package.Tests.Support;

/// <summary>A package or symbol package, opened.</summary>
internal sealed class PackageArchive(string path) : IDisposable
{
    private readonly ZipArchive _zip = ZipFile.OpenRead(path);

    /// <summary>What was put into the package, in order, without the files of the container format.</summary>
    public IReadOnlyList<string> Files =>
        [.. _zip.Entries.Select(entry => entry.FullName).Where(name => !IsContainerFormat(name)).Order(StringComparer.Ordinal)];

    /// <summary>The manifest's <c>metadata</c> element.</summary>
    public XElement Manifest
    {
        get
        {
            using Stream manifest = _zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            return XElement.Load(manifest).Elements().Single(element => element.Name.LocalName == "metadata");
        }
    }

    /// <summary>The packages that the manifest requires, each with its range.</summary>
    public IReadOnlyList<string> Dependencies =>
        [.. Manifest.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}")];

    /// <summary>The text of an element of the manifest.</summary>
    public string Metadata(string element) => Manifest.Elements().Single(child => child.Name.LocalName == element).Value;

    public string Text(string file)
    {
        using var reader = new StreamReader(_zip.GetEntry(file)!.Open());
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public IReadOnlyList<DebugDirectoryEntry> DebugDirectory(string assembly)
    {
        using var reader = new PEReader(Copy(assembly));
        return reader.ReadDebugDirectory();
    }

    /// <summary>The identity that ties an assembly to its symbols.</summary>
    public Guid SymbolsOf(string assembly)
    {
        using var reader = new PEReader(Copy(assembly));
        return reader.ReadCodeViewDebugDirectoryData(reader.ReadDebugDirectory().First(entry => entry.IsPortableCodeView)).Guid;
    }

    /// <summary>The identity of portable symbols, and the source files that they name.</summary>
    public (Guid Id, IReadOnlyList<string> Sources) Symbols(string symbols)
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(Copy(symbols));
        MetadataReader reader = provider.GetMetadataReader();
        return (new BlobContentId(reader.DebugMetadataHeader!.Id).Guid, [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))]);
    }

    public void Dispose() => _zip.Dispose();

    private static bool IsContainerFormat(string name) =>
        name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal) || name == "[Content_Types].xml";

    private MemoryStream Copy(string file)
    {
        var copy = new MemoryStream();
        using (Stream entry = _zip.GetEntry(file)!.Open())
        {
            entry.CopyTo(copy);
        }

        copy.Position = 0;
        return copy;
    }
}
