using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Evidence;

namespace Hallmark.Sources.Embeddings;

/// <summary>
/// A source with numbers beside one of its columns of text: those that a model gives for each cell, <c>COLUMN.0</c>, <c>COLUMN.1</c>, …
/// A missing text has none. They are data like the others from here on: what is registered is checked, chosen and learned from by what is
/// on record, and the model is run nowhere else.
/// </summary>
internal sealed class EmbeddedSource : IRecordSource
{
    private readonly IRecordSource _inner;
    private readonly TextEmbedding _embedding;
    private readonly string _step;

    private EmbeddedSource(IRecordSource inner, TextEmbedding embedding, string step) =>
        (_inner, _embedding, _step) = (inner, embedding, step);

    public string Name => _inner.Name;

    public SourceRoles Roles => _inner.Roles;

    public string PositionUnit => _inner.PositionUnit;

    public IReadOnlyList<int> RowShape => _inner.RowShape;

    public bool NamesColumns => _inner.NamesColumns;

    public IReadOnlyList<string> Steps => [.. _inner.Steps, _step];

    public CsvDialect? Dialect => _inner.Dialect;

    /// <exception cref="SourceException">There is no library that runs models, or the file is no such model.</exception>
    public static IRecordSource Of(IRecordSource inner, TextEmbedding embedding)
    {
        using ITextEmbedder embedder = EmbedderLibrary.Open(embedding.Model);
        Digest model = SourceFiles.Of(embedding.Model).Facts.Single().Digest;
        return new EmbeddedSource(
            inner, embedding, $"numbers for '{embedding.Column}' by the model {model.ToShortString()} ({embedder.Library})");
    }

    public (string File, long Position) Locate(long position) => _inner.Locate(position);

    public IRowReader Open()
    {
        IRowReader rows = _inner.Open();
        ITextEmbedder? embedder = null;
        try
        {
            int field = rows.Columns.ToList().IndexOf(_embedding.Column);
            if (field < 0)
            {
                throw new SourceException(Name, rows.HeaderPosition, _embedding.Column, _inner.NoSuchColumn(rows.Columns), PositionUnit);
            }
            embedder = EmbedderLibrary.Open(_embedding.Model);
            return new EmbeddedRowReader(this, rows, field, embedder);
        }
        catch
        {
            rows.Dispose();
            embedder?.Dispose();
            throw;
        }
    }
}
