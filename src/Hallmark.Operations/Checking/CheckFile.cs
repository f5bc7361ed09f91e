using Hallmark.Data.Records;
using Hallmark.Data.Sources;
using Hallmark.Operations.Schemas;
using Hallmark.Quality.Backdoors;
using Hallmark.Quality.Checking;
using Hallmark.Sources;

namespace Hallmark.Operations.Checking;

/// <summary>
/// Measures a file that is on no ledger: wrong labels, copies, triggers, sources, drift. It needs no home, reads only, and puts nothing on
/// record; contrast <see cref="Actions.JudgeBatches"/>.
/// </summary>
/// <param name="Path">Anything that records are read from, see <see cref="KnownSources"/>.</param>
public sealed record CheckFile(string Path)
{
    /// <summary>Column with the labels; of arrays the file with them, or a column's number. Null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Column of numbers to be foretold; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>File with the schema of the file and its reference (<see cref="Schemas.SchemaFile"/>); null to find it.</summary>
    public string? SchemaFile { get; init; }

    /// <summary>What is declared of the file, and of its reference.</summary>
    public SourceWords Words { get; init; } = SourceWords.None;

    /// <summary>Column that tells where each record comes from; of arrays as above.</summary>
    public string? Source { get; init; }

    /// <summary>A file of the same form that was accepted before: has the data drifted? Null for none.</summary>
    public string? Reference { get; init; }

    /// <summary>Rows and columns of the picture that each record is; null where it is none.</summary>
    public ImageShape? Shape { get; init; }

    /// <summary>Decides folds and draws.</summary>
    public ulong Seed { get; init; }

    /// <summary>Told how far it is, on whatever thread; null for nobody.</summary>
    public IProgress<ActionProgress>? Progress { get; init; }

    /// <exception cref="UsageException">A field is wrong, or the reference is of another form.</exception>
    /// <exception cref="SourceException">A file cannot be read.</exception>
    public CheckedFile Execute(CancellationToken cancellation)
    {
        Schema? given = GivenSchema.Read(SchemaFile, Label, Target);
        string? label = Label ?? Target ?? given?.Label;
        if (Source is not null && Source == label)
        {
            throw new UsageException($"--source: '{Source}' is the label; where records come from is another column");
        }
        SourceRoles roles = GivenSchema.WordsOf(SchemaFile, Words).Of(new SourceRoles(label, Source));
        SourceFiles? files = KnownSources.FilesOf(Path);
        CheckInput input = Read(Path, roles, null, given, cancellation);
        files?.RequireUnchanged();
        CheckInput? accepted = Reference is null ? null : Matching(Read(Reference, OfReference(roles), input, given, cancellation), input);
        return new CheckedFile(Path, input, DataCheck.Measure(input, accepted, Seed, Progress?.Parts("checking"), cancellation))
        {
            Files = files,
            Reference = accepted is null ? null : new ReadSource(Reference!, accepted.Dialect, accepted.Notes, accepted.PositionUnit),
        };
    }

    private CheckInput Read(string path, SourceRoles roles, CheckInput? like, Schema? given, CancellationToken cancellation)
    {
        IRecordSource source = KnownSources.Open(path, roles);
        GivenSchema.RequireLabel(given, source);
        InferredSchema? declared = given is not null ? new InferredSchema(given, [])
            : Target is not null && source.Roles.Label is not null ? GivenSchema.ForTarget(source, null, cancellation)
            : null;
        CheckInput input = CheckInputReader.Read(source, like, declared, cancellation);
        int features = input.FeatureNames.Count;
        return Shape is not { } shape ? input
            : (long)shape.Height * shape.Width == features ? input with { Shape = shape }
            : throw new UsageException(
                $"--shape: '{shape.Height}x{shape.Width}' is not HEIGHTxWIDTH with the {features} features of a record");
    }

    /// <summary>A file of labels goes with the file that is checked, not with its reference.</summary>
    private static SourceRoles OfReference(SourceRoles roles) =>
        roles.Label is { } label && File.Exists(label) ? roles with { Label = null, Origin = null } : roles with { Origin = null };

    /// <summary>The reference with the input's columns and classes, in the input's order.</summary>
    private CheckInput Matching(CheckInput reference, CheckInput input)
    {
        if (!reference.FeatureNames.SequenceEqual(input.FeatureNames))
        {
            string name = input.FeatureNames.Except(reference.FeatureNames)
                .Concat(reference.FeatureNames.Except(input.FeatureNames)).FirstOrDefault() ?? "their order";
            throw new UsageException($"{Reference}: has other columns of numbers than the file that is checked ({name})");
        }
        int[] labels = [.. reference.Labels.Select(label => label < 0 ? -1 : input.Classes.ToList().IndexOf(reference.Classes[label]))];
        return reference with { Labels = labels, Classes = input.Classes };
    }
}
