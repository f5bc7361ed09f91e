namespace Hallmark.Sources.Embeddings;

/// <summary>
/// A model that turns texts into vectors of numbers: the seam behind which the library that runs models lies, which is large and no part of
/// what is built by default (<see cref="EmbedderLibrary"/>). The same text gives the same numbers on the same machine; on another they may
/// differ in their last digits, so they are computed once, when data are registered, and on record from there on.
/// </summary>
public interface ITextEmbedder : IDisposable
{
    /// <summary>The library that runs it, with its version: for the record.</summary>
    string Library { get; }

    /// <summary>Numbers for each text.</summary>
    int Size { get; }

    /// <summary>Embeds some texts, at most <see cref="MostTexts"/> at a time.</summary>
    /// <param name="texts">None is empty.</param>
    /// <param name="vectors">Receives <see cref="Size"/> numbers for each text, one text after the other.</param>
    /// <exception cref="InvalidDataException">The model cannot be run on them, or does not give what it gave at first.</exception>
    void Embed(IReadOnlyList<string> texts, Span<float> vectors);

    const int MostTexts = 64;

    /// <summary>Most numbers for a text.</summary>
    const int SizeLimit = 4_096;
}
