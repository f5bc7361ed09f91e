using System.Text.Json;
using System.Text.Json.Serialization;
using Hallmark.Contracts.Policies;
using Hallmark.Contracts.Runs;
using Hallmark.Contracts.Schedules;
using Hallmark.Data.Records;
using Hallmark.Operations.Scheduling;

namespace Hallmark.Operations.Pipelines;

/// <summary>A member that the job takes in, with its roles.</summary>
public sealed record PipelineMember(string Name, IReadOnlyList<string> Roles);

/// <summary>The dataset that the job opens; types and classes of its schema are found in the first file where none is given.</summary>
/// <param name="Ranges">Declared bounds of columns.</param>
public sealed record PipelineDataset(string Name, string Label, IReadOnlyDictionary<string, PipelineRange> Ranges)
{
    /// <summary>The schema of the file that the pipeline names; null where it is to be found.</summary>
    [JsonIgnore]
    public Schema? Schema { get; init; }

    /// <summary>What that file says of missing cells; null for nothing. For all files of the pipeline.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>How tables are written, in all files of the pipeline; null where it is to be found.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableWords? Table { get; init; }

    /// <summary>Of files of lines: a regular expression with named groups for columns; null to find out what files are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Pattern { get; init; }

    /// <summary>Columns in which cells are what they spell; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AsWritten { get; init; }

    /// <summary>What is declared of the pipeline's files.</summary>
    [JsonIgnore]
    public SourceWords Words =>
        new SourceWords(Pattern) { Table = Table ?? new TableWords(), AsWritten = AsWritten ?? [] }.WithMissing(Missing);

    /// <summary>What of it goes into the pipeline's digest; not there without one, so that older pipelines keep theirs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SchemaDigest => Schema?.Digest.ToString();
}

/// <summary>Declared bounds of a column; null for none.</summary>
public sealed record PipelineRange(double? Minimum, double? Maximum);

/// <summary>A file that the job registers.</summary>
/// <param name="File">Full path; or a database, of which there is a query.</param>
public sealed record PipelineSource(string File, string Provider, int BatchSize, string Origin, IReadOnlyList<string> Steps)
{
    /// <summary>Of a database: which records, in which order; null for a file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Query { get; init; }
}

/// <summary>Who may use the dataset, and what for.</summary>
/// <param name="Until">Seconds since 1970, or null.</param>
public sealed record PipelineGrant(string Member, string Purpose, long? Until);

/// <summary>What the job schedules.</summary>
public sealed record PipelineSchedule(ScheduleWish Wish, ulong Seed);

/// <summary>Who judges, and by which policy.</summary>
public sealed record PipelineChecks(string Validator, PolicyDocument Policy);

/// <summary>
/// A whole main job, as its file says (<see cref="PipelineFile"/>); <see cref="RunPipeline"/> does it. See examples/clinics/pipeline.yaml
/// for every field with its meaning.
/// </summary>
/// <param name="Trainer">Member who schedules and trains.</param>
/// <param name="EvaluationFile">Full path of the held-out file.</param>
/// <param name="Seeds">Trainings of each kind in the comparison.</param>
public sealed record Pipeline(
    string Name, string Admin, IReadOnlyList<PipelineMember> Members, PipelineDataset Dataset, IReadOnlyList<PipelineSource> Sources,
    IReadOnlyList<PipelineGrant> Grants, PipelineChecks Checks, string Trainer, PipelineSchedule Schedule, ModelConfiguration Model,
    string EvaluationFile, int Seeds)
{
    /// <summary>
    /// What a home remembers of the pipeline that made it: SHA-256 of all its values. Comments and spelling of the file are not part of it,
    /// nor is where it lies.
    /// </summary>
    public string Digest => DigestWith(Schedule.Wish.ToTerms());

    /// <summary>What is declared of one of the inputs.</summary>
    internal SourceWords WordsOf(PipelineSource source) => Dataset.Words with { Query = source.Query };

    private string DigestWith(ScheduleTerms terms) => Evidence.Digest.Of(JsonSerializer.SerializeToUtf8Bytes(new
    {
        Name,
        Admin,
        Members,
        Dataset,
        Sources = Sources.Select(source => source with { File = Path.GetFileName(source.File) }),
        Grants,
        Checks.Validator,
        Policy = Checks.Policy.Digest.ToString(),
        Trainer,
        Schedule = new
        {
            // Named one by one: homes remember this digest, whatever else terms come to hold.
            Terms = new
            {
                terms.Method,
                terms.Budget,
                terms.Unit,
                terms.Costs,
                terms.DiversityPpm,
                terms.IntegrityPpm,
                terms.RedundancyPpm,
                terms.CredibilityPpm,
                terms.Rounds,
                terms.Order,
                terms.Include,
                terms.Exclude,
                terms.ProviderCapPpm,
                terms.ClassRecordsMin,
                terms.Candidates,
                TreeSize = 0,
            },
            Schedule.Seed,
        },
        Model,
        EvaluationFile = Path.GetFileName(EvaluationFile),
        Seeds,
    })).ToString();
}
