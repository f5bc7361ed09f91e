using Hallmark.Contracts.Datasets;

namespace Hallmark.Operations.Pipelines;

/// <summary>Something that a running pipeline has to tell, as typed facts; how far each stage is, its progress tells.</summary>
public abstract record PipelineEvent
{
    private PipelineEvent()
    {
    }

    /// <summary>A ledger is about to be made, for there is none.</summary>
    public sealed record CreatingLedger(string Pipeline, string Directory) : PipelineEvent;

    /// <summary>A member was taken in.</summary>
    public sealed record MemberAdded(string Member, IReadOnlyList<string> Roles) : PipelineEvent;

    /// <summary>A file was looked through that is not written as most are, or has columns that are not what they seem.</summary>
    public sealed record FileRead(ReadSource Source) : PipelineEvent;

    /// <summary>A file of which not all was on record is now.</summary>
    public sealed record FileRegistered(string File, string Provider, long Records, int Batches) : PipelineEvent;

    /// <summary>A grant was made.</summary>
    public sealed record Granted(string Member, string Dataset, string Purpose) : PipelineEvent;

    /// <summary>So many batches are about to be judged.</summary>
    public sealed record Judging(int Batches) : PipelineEvent;

    /// <summary>How many batches of the dataset stand under each verdict, after judging.</summary>
    public sealed record Judged(IReadOnlyList<(Verdict Verdict, int Batches)> Verdicts) : PipelineEvent;

    /// <summary>So many batches were chosen.</summary>
    public sealed record Scheduled(int Batches) : PipelineEvent;

    /// <summary>A training is about to begin, or to go on.</summary>
    public sealed record Training(int Batches, int Epochs) : PipelineEvent;

    /// <summary>The ledger denied steps of the training.</summary>
    public sealed record StepsDenied(IReadOnlyList<string> Denials) : PipelineEvent;

    /// <summary>The model is about to be compared with one that is trained on all batches.</summary>
    public sealed record Comparing(int Seeds) : PipelineEvent;
}
