using Microsoft.CodeAnalysis;

namespace Hallmark.Mutation;

/// <summary>A place in the source and one way to change it.</summary>
/// <param name="Node">What is replaced, in the tree as it was parsed.</param>
/// <param name="Kind">What is done to it, in a word or two.</param>
/// <param name="Changed">The text it becomes, of the text it has.</param>
/// <param name="Switched">The text that is one or the other, whichever the switch says, of the number and the text it has.</param>
internal sealed record Place(
    string Project, string Path, int Index, SyntaxNode Node, string Kind, Func<string, string> Changed, Func<int, string, string> Switched)
{
    public int Line { get; } = Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}

/// <summary>A place that was drawn, with the number by which it is switched on.</summary>
internal sealed record Mutant(int Number, Place Place)
{
    public override string ToString()
    {
        string before = Place.Node.ToString();
        return $"#{Number} {Place.Path}:{Place.Line} [{Place.Kind}] {Flat(before)}  =>  {Flat(Place.Changed(before))}";
    }

    private static string Flat(string text)
    {
        string flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return flat.Length <= 160 ? flat : $"{flat[..157]}...";
    }
}
