namespace Hallmark.Data.Batches;

/// <summary>Keeps the first damages and counts them all.</summary>
internal sealed class DamageList
{
    private readonly List<BatchDamage> _damages = [];
    private long _total;

    public void Add(BatchDamageKind kind, long? record, string? field, string message)
    {
        _total++;
        if (_damages.Count < BatchVerifier.DamageLimit)
        {
            _damages.Add(new BatchDamage(kind, record, field, message));
        }
    }

    public bool IsEmpty => _total == 0;

    public BatchExamination ToExamination(bool opened) => new(_damages, _total, opened);
}
