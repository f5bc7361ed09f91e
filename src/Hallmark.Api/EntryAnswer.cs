using System.Globalization;
using Hallmark.Ledger;
using Hallmark.Operations.Actions;
using Hallmark.Operations.Queries;

namespace Hallmark.Api;

/// <summary>An entry of the ledger.</summary>
/// <param name="Entry">Its index in the tree.</param>
/// <param name="Time">Of its block, ISO 8601 at Greenwich.</param>
/// <param name="Id">Of the statement, 64 hexadecimal digits.</param>
/// <param name="IssuedAt">What its issuer says of when it was signed, ISO 8601 at Greenwich.</param>
/// <param name="Accepted">False for a denial, which carries the statement.</param>
/// <param name="Rule">That forbade it; null where it is accepted.</param>
/// <param name="Rules">Version of the rules that decided.</param>
public sealed record EntryAnswer(
    ulong Entry, ulong Height, string Time, string Id, string Kind, string Issuer, string Subject, string IssuedAt, bool Accepted,
    string? Rule, string? Reason, int Rules, IReadOnlyList<EntryEventAnswer> Events)
{
    public static EntryAnswer Of(LedgerEntry entry) => new(
        entry.Index.Value, entry.Height.Value, Iso(DateTimeOffset.FromUnixTimeMilliseconds(entry.TimeMs)), entry.Said.Id.ToString(),
        entry.Said.Kind, entry.Said.Issuer, entry.Said.Subject, Iso(DateTimeOffset.FromUnixTimeSeconds(entry.Said.IssuedAt)),
        !entry.Outcome.Denied, entry.Outcome.Rule, entry.Outcome.Reason, entry.Rules,
        [.. entry.Outcome.Events.Select(one => new EntryEventAnswer(
            one.Name, one.Attributes.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal)))]);

    private static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>What an entry brought about.</summary>
public sealed record EntryEventAnswer(string Name, IReadOnlyDictionary<string, string> Attributes);

/// <summary>A page of entries, the newest first.</summary>
/// <param name="Size">Entries in the ledger when it was asked.</param>
/// <param name="Next">Asked for as <c>before</c> it gives the next page; null at the end.</param>
public sealed record EntriesAnswer(ulong Size, IReadOnlyList<EntryAnswer> Entries, ulong? Next)
{
    public static EntriesAnswer Of(EntryPage page) => new(page.Size.Value, [.. page.Entries.Select(EntryAnswer.Of)], page.Next?.Value);
}

/// <summary>What came of a statement that was handed in.</summary>
/// <param name="Repeated">It was on record before.</param>
public sealed record HandedInAnswer(
    ulong Entry, ulong Height, string Id, string Kind, bool Accepted, string? Rule, string? Reason, bool Repeated)
{
    public static HandedInAnswer Of(HandedIn taken) => new(
        taken.Entry.Value, taken.Height.Value, taken.Statement.Id.ToString(), taken.Statement.Kind, !taken.Outcome.Denied,
        taken.Outcome.Rule, taken.Outcome.Reason, taken.IsRepeated);
}
