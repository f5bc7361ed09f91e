using Hallmark.Data.Records;

namespace Hallmark.Data.Sources;

/// <summary>Typed records out of any <see cref="IRecordSource"/>.</summary>
public static class RecordReading
{
    /// <summary>
    /// Typed records, at most <paramref name="recordsPerBatch"/> at a time, in file order whatever the number of threads. This thread
    /// reads, <paramref name="threads"/> others type.
    /// </summary>
    /// <exception cref="SourceException">The first thing in the source that does not fit; thrown after the batches before it.</exception>
    public static IEnumerable<RecordBuffer> Read(this IRecordSource source, Schema schema, int recordsPerBatch, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(recordsPerBatch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        return Read();

        IEnumerable<RecordBuffer> Read()
        {
            using IRowReader reader = source.Open();
            RowTyper typer = RowTyper.For(schema, source, reader);
            IEnumerable<RecordBuffer> typed = OrderedPipeline.Run(
                reader.Pieces(source, recordsPerBatch), rows => rows.With(typer.Type), threads);
            foreach (RecordBuffer buffer in typed)
            {
                yield return buffer;
            }
            typer.RequireOneKind();
        }
    }

    /// <summary>Something that is wrong at a position.</summary>
    internal static SourceException Fault(this IRecordSource source, long position, string? field, string reason)
    {
        (string file, long place) = source.Locate(position);
        return new SourceException(file, place, field, reason, source.PositionUnit);
    }

    /// <summary>Why a table lacks a column that was named, as the end of a sentence.</summary>
    /// <param name="source">The table.</param>
    /// <param name="columns">Those that it has.</param>
    public static string NoSuchColumn(this IRecordSource source, IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(source);
        const int shown = 8;
        string[] some = [.. columns.Take(shown + 1).Select(name => CellText.Shorten(name))];
        string doubt = source.Dialect is { Doubts: [var first, ..] } ? $"; {first}" : "";
        return $"the header names no such column; it names {string.Join(", ", some.Take(shown))}{(some.Length > shown ? " …" : "")}{doubt}";
    }

    /// <summary>All rows of a pass in pieces.</summary>
    /// <exception cref="SourceException">There are none.</exception>
    internal static IEnumerable<IRows> Pieces(this IRowReader reader, IRecordSource source, int rowsAtOnce)
    {
        bool any = false;
        while (reader.Next(rowsAtOnce) is { } rows)
        {
            any = true;
            yield return rows;
        }
        if (!any)
        {
            throw new SourceException(source.Name, null, null, reader.HeaderPosition is null ? "has no rows" : "has a header but no rows");
        }
    }

    /// <summary>Works on the rows and lets them go.</summary>
    internal static T With<T>(this IRows rows, Func<IRows, T> work)
    {
        using (rows)
        {
            return work(rows);
        }
    }
}
