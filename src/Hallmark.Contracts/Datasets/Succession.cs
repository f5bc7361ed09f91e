using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Which batch takes another's place.</summary>
/// <param name="By">Its id.</param>
/// <param name="Entry">The entry that registered it: from there on others are not compared with the one before.</param>
/// <param name="Settled">The entry that accepted it: until then the one before stays in use. Null while nothing did.</param>
public sealed record Succession(string By, EntryIndex Entry, EntryIndex? Settled = null);
