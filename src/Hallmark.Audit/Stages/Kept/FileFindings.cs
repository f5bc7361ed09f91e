namespace Hallmark.Audit.Stages.Kept;

/// <summary>
/// What is to be said of files, gathered by cause: one finding for each with the first names and how many there are, so that a folder full
/// of strangers' files hides nothing else.
/// </summary>
internal sealed class FileFindings
{
    private const int NamesTold = 24;

    private readonly List<Cause> _causes = [];

    /// <param name="what">The end of a sentence about all of them.</param>
    /// <param name="name">Path below the home.</param>
    /// <param name="reason">What is wrong with this one; null where <paramref name="what"/> says it.</param>
    public void Add(string code, AuditVerdict severity, string what, string name, string? reason = null)
    {
        Cause? cause = _causes.Find(known => known.Code == code && known.Severity == severity && known.What == what);
        if (cause is null)
        {
            _causes.Add(cause = new Cause(code, severity, what));
        }
        cause.Add(string.Concat(name.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter)), reason);
    }

    /// <summary>Something that no stage knows.</summary>
    public void Stray(string name) =>
        Add("file.stray", AuditVerdict.Good, "is no file that Hallmark writes: no stage of the audit looks at it", name);

    /// <summary>Something that says what Hallmark wrote there, but not as Hallmark writes it: who else wrote it, nobody knows.</summary>
    public void Respelled(string name) =>
        Add("file.respelled", AuditVerdict.Good, "says what it should, but not in the bytes that Hallmark writes: somebody else did", name);

    /// <summary>Something of a kind that Hallmark never makes there, and that nobody can look into.</summary>
    public void Odd(string name, string kind) => Add(
        "file.odd", AuditVerdict.Incomplete, "is of a kind that Hallmark does not make there, so nobody can look into it", name, kind);

    /// <summary>Something that Hallmark writes and that an audit cannot hold against anything.</summary>
    public void Unvouched(string name, string why) => Add("file.unvouched", AuditVerdict.Good, "is nobody's word", $"{name} ({why})");

    public IEnumerable<Finding> All() => _causes.Select(cause => new Finding(cause.Code, cause.Severity, cause.Text));

    private sealed class Cause(string code, AuditVerdict severity, string what)
    {
        private readonly List<string> _names = [];
        private int _count;
        private string? _reason; // of the first that has one

        public string Code { get; } = code;

        public AuditVerdict Severity { get; } = severity;

        public string What { get; } = what;

        public string Text => _count == 1
            ? $"{_names[0]} {What}{(_reason is null ? "" : $": {_reason}")}"
            : $"{_count} files, of which each {What}: {string.Join(", ", _names)}{(_count > _names.Count ? " and more" : "")}"
                + (_reason is null ? "" : $"; the first: {_reason}");

        public void Add(string name, string? reason)
        {
            _reason ??= reason;
            _count++;
            if (_names.Count < NamesTold)
            {
                _names.Add(name);
            }
        }
    }
}
