using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Features;
using Hallmark.Operations.Homes;
using Hallmark.Sources;

namespace Hallmark.Operations.Schemas;

/// <summary>
/// Finds the schema of a file, and what its columns seem to be for, so that somebody edits it before a dataset is opened with it. It needs
/// no home, reads only, and puts nothing on record.
/// </summary>
/// <param name="Path">Anything that records are read from, see <see cref="KnownSources"/>.</param>
public sealed record ProposeSchema(string Path)
{
    private const int RowsAtOnce = 4_096;

    /// <summary>Column with classes, some of which may be missing; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Column of numbers to be foretold; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>What is declared of the file.</summary>
    public SourceWords Words { get; init; } = SourceWords.None;

    /// <summary>Told how far it is; null for nobody.</summary>
    public IProgress<ActionProgress>? Progress { get; init; }

    /// <exception cref="UsageException">There is no such file, or both a label and a target are named.</exception>
    /// <exception cref="SourceException">The file cannot be read, or its label cannot be one.</exception>
    public ProposedSchema Execute(CancellationToken cancellation)
    {
        GivenSchema.RequireOne(Label, Target);
        SourceFiles? files = KnownSources.FilesOf(InputFile.RequireSource(Path));
        IRecordSource source = KnownSources.Open(Path, Words.Of(new SourceRoles(Label ?? Target)));
        IProgress<ReadProgress>? told = Progress?.Stage<ReadProgress>(
            "looking for a schema", at => $"{at.Records:N0} records, {at.Bytes / 1e6:N0} MB");
        InferredSchema found = Target is not null ? GivenSchema.ForTarget(source, told, cancellation)
            : source.Roles.Label is { } label
                ? SchemaInference.InferPartlyLabelled(source, label, Environment.ProcessorCount, told, cancellation)
                : SchemaInference.Infer(source, null, Environment.ProcessorCount, told, cancellation);
        Schema tolerant = Reshaped(found.Schema, found.Schema.Label is not null, column => found.Schema.Columns[column]);
        var survey = new ColumnSurvey(tolerant, source.NamesColumns);
        foreach (RecordBuffer records in source.Read(tolerant, RowsAtOnce, Environment.ProcessorCount))
        {
            cancellation.ThrowIfCancellationRequested();
            survey.Read(records);
        }
        IReadOnlyList<RoleProposal> roles = survey.Proposals();
        Column[] columns = [.. found.Schema.Columns.Zip(roles, (column, role) => column with { Role = role.Role })];
        Schema schema = Reshaped(found.Schema, survey.Unlabelled > 0, column => columns[column]);
        return new ProposedSchema(
            schema, roles, survey.Records, new ReadSource(Path, source.Dialect, found.Notes, source.PositionUnit)
            {
                Files = files,
            });
    }

    private static Schema Reshaped(Schema schema, bool optional, Func<int, Column> column) => new(
        [.. Enumerable.Range(0, schema.Columns.Count).Select(column)], schema.Label, schema.Classes, schema.Task, optional);
}

/// <summary>A schema to be confirmed.</summary>
/// <param name="Schema">With the proposed roles; of a column that is asked for, with none.</param>
/// <param name="Roles">One for each column.</param>
/// <param name="Records">How many were looked at.</param>
/// <param name="Source">How the file was read.</param>
public sealed record ProposedSchema(Schema Schema, IReadOnlyList<RoleProposal> Roles, long Records, ReadSource Source)
{
    /// <summary>Columns whose owner has to say what they are for.</summary>
    public IReadOnlyList<string> Asked =>
        [.. Schema.Columns.Zip(Roles).Where(pair => pair.Second.Asks).Select(pair => pair.First.Name)];
}
