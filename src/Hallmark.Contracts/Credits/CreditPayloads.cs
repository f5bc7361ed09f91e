using Hallmark.Evidence;

namespace Hallmark.Contracts.Credits;

/// <summary>
/// A member gives credits to another member or to a dataset's pot: <c>credit.transfer</c> {to, amount, memo}. Rewards for the
/// dataset's batches are paid out of its pot.
/// </summary>
/// <param name="To">A member's name, or <c>dataset/NAME</c>.</param>
/// <param name="Amount">Whole credits; less than 1 is denied.</param>
public sealed record CreditTransfer(string To, long Amount, string Memo) : IPayload<CreditTransfer>
{
    public static string Kind => "credit.transfer";

    public string Subject => To;

    public CborMapWriter ToMap() => new CborMapWriter().Text("to", To).Integer("amount", Amount).Text("memo", Memo);

    public static CreditTransfer Read(CborMap map) => new(ReadAccount(map, "to"), map.Integer("amount", long.MinValue), map.Text("memo"));

    private static string ReadAccount(CborMap map, string key)
    {
        string account = map.Text(key);
        string name = account.StartsWith(CreditKeys.PotPrefix, StringComparison.Ordinal) ? account[CreditKeys.PotPrefix.Length..] : account;
        return Names.IsValid(name) ? account : throw new MalformedException(key, "is neither a member's name nor dataset/NAME");
    }
}

/// <summary>
/// Makes new credits, within the limit that genesis fixed: <c>credit.mint</c> {to, amount, from?, quorum?}. They are there at once.
/// </summary>
public sealed record CreditMint(string To, long Amount, BlockHeight? From = null) : IGovernedPayload<CreditMint>
{
    public static string Kind => "credit.mint";

    public string Subject => To;

    public int? Quorum { get; init; }

    public CreditMint Needing(int? quorum) => this with { Quorum = quorum };

    public CborMapWriter ToMap() => new CborMapWriter().Text("to", To).Integer("amount", Amount).Height("from", From).Quorum(Quorum);

    public static CreditMint Read(CborMap map)
    {
        var mint = new CreditMint(map.Name("to"), map.Integer("amount", long.MinValue), map.OptionalHeight("from"))
        {
            Quorum = map.Quorum(),
        };
        return mint.From is null ? mint : throw new MalformedException("from", "is not for minting: credits are there at once");
    }
}
