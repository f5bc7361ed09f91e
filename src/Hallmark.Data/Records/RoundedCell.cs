namespace Hallmark.Data.Records;

/// <summary>A whole number that a later schema of its dataset has as a decimal, and that no double stands for: it is shown and learned from
/// as the nearest one.</summary>
/// <param name="Column">As the later schema calls it.</param>
/// <param name="Record">Number of the record, from 0.</param>
/// <param name="Value">What is on record.</param>
public sealed record RoundedCell(string Column, int Record, long Value);
