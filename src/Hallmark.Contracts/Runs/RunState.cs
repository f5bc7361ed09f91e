using Hallmark.Evidence;

namespace Hallmark.Contracts.Runs;

/// <summary>A run as far as it has come.</summary>
/// <param name="Purpose">What the trainer uses the dataset for; its grant must hold at every step.</param>
/// <param name="Epochs">Epochs that its configuration promises.</param>
/// <param name="Step">Number of the last step on record, 0 before the first.</param>
/// <param name="Epoch">Epoch that the next step belongs to, from 1.</param>
/// <param name="Position">Where in the schedule the next step starts, from 0.</param>
/// <param name="Closed">Entry that closed it, or null.</param>
public sealed record RunState(
    string Id, string Schedule, string Dataset, string Trainer, string Purpose, int Epochs, EntryIndex Entry, long Step, long Epoch,
    long Position, EntryIndex? Closed) : IStateRecord<RunState>
{
    /// <summary>
    /// The engine outside Hallmark that its trainer names, whose word alone is there for it: such a run is attested, and nobody trains it
    /// again. Null for the built-in engine.
    /// </summary>
    public string? Engine { get; init; }

    /// <summary>Entry by which its trainer put the newest comparison on record, or null.</summary>
    public EntryIndex? Compared { get; init; }

    /// <summary>Whether every epoch over the whole schedule is on record.</summary>
    public bool IsComplete => Epoch > Epochs;

    public CborMapWriter ToMap() => new CborMapWriter()
        .Text("id", Id)
        .Text("schedule", Schedule)
        .Text("dataset", Dataset)
        .Text("trainer", Trainer)
        .Text("purpose", Purpose)
        .Integer("epochs", Epochs)
        .Entry("entry", Entry)
        .Integer("step", Step)
        .Integer("epoch", Epoch)
        .Integer("position", Position)
        .Entry("closed", Closed)
        .Text("engine", Engine)
        .Entry("compared", Compared);

    public static RunState Read(CborMap map) => new(
        map.Text("id"), map.Text("schedule"), map.Text("dataset"), map.Text("trainer"), map.Text("purpose"), (int)map.Integer("epochs"),
        map.Entry("entry"),
        map.Integer("step"), map.Integer("epoch"), map.Integer("position"), map.OptionalEntry("closed"))
    {
        Engine = map.OptionalText("engine"),
        Compared = map.OptionalEntry("compared"),
    };
}
