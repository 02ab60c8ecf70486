using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using StackExchange.Redis;

namespace GranularSessions.Tests.Servers;

/// <summary>
/// StackExchange.Redis 1.2.6, the only client that restores here, puts the box of a reply back into a pool twice when a
/// connection breaks during a write. From then on two callers share it: one gets the other's reply, the other none, in all
/// connections of the process. Clients since 2.0 pool no such boxes; without its pools 1.2.6 is like them.
/// </summary>
internal static class ClientWithoutRecycledBoxes
{
    [ModuleInitializer]
    internal static void EmptyPools()
    {
        var types = typeof(ConnectionMultiplexer).Assembly.GetTypes();
        var box = types.Single(type => type.Name == "ResultBox`1");
        foreach (var result in types.Select(ResultOf).OfType<Type>().Distinct())
        {
            Empty(box.MakeGenericType(result));
        }
    }

    /// <summary>What a processor of replies makes of them: T of ResultProcessor{T}.</summary>
    private static Type? ResultOf(Type type)
        => type.BaseType is { IsConstructedGenericType: true, Name: "ResultProcessor`1" } processor && !processor.ContainsGenericParameters
            ? processor.GetGenericArguments()[0]
            : null;

    private static void Empty(Type box)
    {
        var pool = box.GetField("store", BindingFlags.Static | BindingFlags.NonPublic)!;

        // Reflection does not write to a readonly field; code without checks does.
        var write = new DynamicMethod("WritePool", returnType: null, parameterTypes: null, box, skipVisibility: true);
        var body = write.GetILGenerator();
        body.Emit(OpCodes.Ldc_I4_0);
        body.Emit(OpCodes.Newarr, box);
        body.Emit(OpCodes.Stsfld, pool);
        body.Emit(OpCodes.Ret);
        write.CreateDelegate<Action>()();
        if (pool.GetValue(null) is not Array { Length: 0 })
        {
            throw new InvalidOperationException($"The pool of {box} is not empty.");
        }
    }
}
