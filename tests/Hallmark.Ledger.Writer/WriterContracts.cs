using Hallmark.Evidence;
using Hallmark.Evidence.Cose;

namespace Hallmark.Ledger.Writer;

/// <summary>Everything one member says is taken, but secrets are denied.</summary>
public sealed class WriterContracts(CoseKey member) : IContracts
{
    public const string Member = "writer";
    public const string Note = "note";
    public const string Secret = "secret";

    private readonly Digest _thumbprint = member.Thumbprint;

    public RuleRange Rules => new(1, 1);

    public int? MovesTo(Statement statement) => null;

    public Decision Execute(IStateView state, Statement statement, BlockContext block) => statement.Kind == Secret
        ? new Decision.Denied("note.secret", "secrets are not noted", [])
        : new Decision.Accepted([new StateWrite($"note/{statement.Subject}", statement.Payload.ToArray())], [], []);

    public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) => keyId == _thumbprint ? (Member, member) : null;
}
