using Hallmark.Evidence;

namespace Hallmark.Contracts.Datasets;

/// <summary>Which batch took another's place.</summary>
/// <param name="By">Its id.</param>
/// <param name="Entry">The entry that registered it.</param>
public sealed record Succession(string By, EntryIndex Entry);
