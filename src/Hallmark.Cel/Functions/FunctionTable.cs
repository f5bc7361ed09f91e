using System.Collections.Frozen;
using Hallmark.Cel.Evaluation;
using Hallmark.Cel.Syntax;

namespace Hallmark.Cel.Functions;

/// <summary>What a function takes and gives, for the check. <see cref="A"/> and <see cref="B"/> stand for any type.</summary>
internal sealed record Signature(CelType Result, params CelType[] Parameters)
{
    public static CelType A { get; } = CelType.Variable(-1);

    public static CelType B { get; } = CelType.Variable(-2);
}

/// <summary>A function: what the check knows of it, and what evaluates it, which looks at the types of its arguments again.</summary>
/// <param name="Signatures">None: it takes numbers of any type and gives one of them.</param>
internal sealed record FunctionEntry(string Name, Delegate Body, IReadOnlyList<Signature> Signatures)
{
    public Node Call(Node[] arguments) => Body switch
    {
        Function1 one => new Call1Node(one, arguments[0]),
        Function2 two => new Call2Node(two, arguments[0], arguments[1]),
        _ => new CallManyNode((FunctionMany)Body, arguments),
    };
}

/// <summary>All functions, by name, style of call and number of arguments.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<(string Name, bool IsMethod, int Count), FunctionEntry> _entries = [];

    public static FrozenDictionary<(string Name, bool IsMethod, int Count), FunctionEntry> Standard { get; } = Build();

    public static FunctionEntry? Find(string name, bool isMethod, int count) => Standard.GetValueOrDefault((name, isMethod, count));

    public void Function(string name, Function1 body, params Signature[] signatures) => Add(name, false, 1, body, signatures);

    public void Function(string name, Function2 body, params Signature[] signatures) => Add(name, false, 2, body, signatures);

    public void Function(string name, int count, FunctionMany body, params Signature[] signatures) =>
        Add(name, false, count, body, signatures);

    /// <summary>A function of any count of numbers, or of a list of them, which gives one of them.</summary>
    public void OfNumbers(string name, FunctionMany body)
    {
        for (int count = 1; count <= SyntaxLimits.Arguments; count++)
        {
            Add(name, false, count, body, []);
        }
    }

    public void Method(string name, Function1 body, params Signature[] signatures) => Add(name, true, 1, body, signatures);

    public void Method(string name, Function2 body, params Signature[] signatures) => Add(name, true, 2, body, signatures);

    public void Method(string name, int count, FunctionMany body, params Signature[] signatures) =>
        Add(name, true, count, body, signatures);

    private static FrozenDictionary<(string Name, bool IsMethod, int Count), FunctionEntry> Build()
    {
        var table = new FunctionTable();
        Conversions.Register(table);
        Sizes.Register(table);
        StringTests.Register(table);
        StringsExtension.Register(table);
        StringFormat.Register(table);
        TimeFunctions.Register(table);
        MathExtension.Register(table);
        BitFunctions.Register(table);
        Encoders.Register(table);
        return table._entries.ToFrozenDictionary();
    }

    private void Add(string name, bool isMethod, int count, Delegate body, Signature[] signatures) =>
        _entries.Add((name, isMethod, count), new FunctionEntry(name, body, signatures));
}
