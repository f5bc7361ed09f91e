namespace Hallmark.Cel;

/// <summary>JSON that is not a value in tagged form, or not a file of cases.</summary>
public sealed class CelDataException(string field, string reason) : Exception($"{field}: {reason}")
{
    public string Field { get; } = field;

    public string Reason { get; } = reason;
}
