using System.Text.Json.Serialization;
using Hallmark.Operations.Actions;

namespace Hallmark.Api;

/// <summary>A batch that was read, as <c>read</c> answers.</summary>
/// <param name="Entry">Where it is on record.</param>
/// <param name="Grant">Entry of the grant under which it was; null where none was needed.</param>
public sealed record BatchReadAnswer(string Batch, long Records, string Purpose, ulong Entry, ulong? Grant)
{
    /// <summary>The records; left out where they went to a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Csv { get; init; }

    /// <summary>Cells and names that got an apostrophe for a spreadsheet; not there where none was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Escaped { get; init; }

    /// <summary>Where the files as given were asked for: what was written, none where they are not kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeptFileAnswer>? Raw { get; init; }

    /// <summary>Columns of whole numbers that became decimals, with numbers that are shown rounded; not there where none is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Rounded { get; init; }

    public static BatchReadAnswer Of(BatchRecords read) =>
        new(read.Use.Batch, read.Records.Count, read.Use.For.Word, read.Use.Entry.Value, read.Use.Grant?.Value)
        {
            Rounded = read.Rounded.Count == 0 ? null : [.. read.Rounded.Select(cell => cell.Column)],
        };

    public static BatchReadAnswer Of(KeptSourceRead read) =>
        new(read.Use.Batch, read.Records, read.Use.For.Word, read.Use.Entry.Value, read.Use.Grant?.Value)
        {
            Raw = [.. read.Files.Select(file => new KeptFileAnswer(
                file.File.Name, file.Path, file.File.Size, file.File.Digest.ToString()))],
        };
}

/// <param name="Name">What it was called when it was registered.</param>
/// <param name="Written">The file that it was written to.</param>
public sealed record KeptFileAnswer(string Name, string Written, long Size, string Sha256);
