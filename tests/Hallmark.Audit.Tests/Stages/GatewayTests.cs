using Hallmark.Contracts;
using Hallmark.Contracts.Datasets;
using Hallmark.Contracts.Members;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;

namespace Hallmark.Audit.Tests.Stages;

/// <summary>A maker of blocks who lets keys of machines say what their provider did not let them.</summary>
public sealed class GatewayTests(AuditedLedger audited)
{
    [Fact]
    public async Task A_batch_by_a_gateway_is_as_good_to_the_chain_as_one_by_its_provider()
    {
        using LedgerCopy copy = audited.Copy();
        using var machine = KeySigner.Create();
        await copy.SayAsync("garden", new KeyDelegate("garden", "gate", machine.PublicKey, ["plants"], null));
        await copy.SmuggleAsync("garden", Batch(copy), machine, new ContractSet());

        Assert.Equal("gate", copy.Batches()[^1].Gateway);
        AuditReport report = await copy.AuditAsync();
        IEnumerable<Finding> bad = report.Findings.Where(finding => finding.Severity != AuditVerdict.Good);
        Assert.All(bad, finding => Assert.Equal("data.registered", finding.Code));
    }

    [Fact]
    public async Task A_batch_by_a_key_that_nobody_delegated_breaks_its_signature_and_its_block()
    {
        using LedgerCopy copy = audited.Copy();
        using var machine = KeySigner.Create();
        using KeySigner garden = copy.Key("garden");
        await copy.SmuggleAsync("garden", Batch(copy), machine, new Lax(machine, garden));

        AuditReport report = await copy.AuditAsync();

        Finding signature = report.Only("entry.signature");
        Assert.Equal((AuditVerdict.Tampered, "garden"), (signature.Severity, signature.Member));
        Assert.Contains($"nobody registered key {machine.PublicKey.Thumbprint}", signature.Message);
        Assert.Contains("stands as accepted, but is forbidden by rule member.old-key", report.First("chain.entry").Message);
    }

    [Theory]
    [InlineData("meadows", false, "gateway.dataset")]
    [InlineData("plants", true, "gateway.revoked")]
    public async Task A_batch_that_its_key_may_not_register_is_named_with_the_rule(string dataset, bool revoked, string rule)
    {
        using LedgerCopy copy = audited.Copy();
        using var machine = KeySigner.Create();
        using KeySigner garden = copy.Key("garden");
        await copy.SayAsync("garden", new KeyDelegate("garden", "gate", machine.PublicKey, [dataset], null));
        if (revoked)
        {
            await copy.SayAsync("garden", new KeyRevokeDelegate("garden", "gate", "stolen"));
        }
        ulong entry = copy.Look().Ledger.Size.Value;
        await copy.SmuggleAsync("garden", Batch(copy), machine, new Lax(machine, garden));

        Finding finding = (await copy.AuditAsync()).First("chain.entry");

        Assert.Equal((AuditVerdict.Tampered, entry), (finding.Severity, finding.Entry));
        Assert.Contains(rule, finding.Message);
    }

    /// <summary>The records of a batch that is there, under another root: only the chain is looked at.</summary>
    private static BatchRegister Batch(LedgerCopy copy) =>
        new(copy.Manifest(copy.Batches()[0].Id) with { Root = Digest.Of("another"u8) });

    /// <summary>Takes what a machine signed for what its provider did.</summary>
    private sealed class Lax(KeySigner machine, KeySigner provider) : IContracts
    {
        private readonly ContractSet _honest = new();

        public RuleRange Rules => _honest.Rules;

        public int? MovesTo(Statement statement) => _honest.MovesTo(statement);

        public Decision Execute(IStateView state, Statement statement, BlockContext block) => _honest.Execute(
            state,
            statement.KeyId != machine.PublicKey.Thumbprint
                ? statement
                : Statement.Sign(
                    provider, statement.Kind, statement.Issuer, statement.Subject, statement.Ledger, statement.IssuedAt,
                    statement.Payload.ToArray()),
            block);

        public (string Member, CoseKey Key)? FindKey(IStateView state, Digest keyId) =>
            keyId == machine.PublicKey.Thumbprint ? ("garden", machine.PublicKey) : _honest.FindKey(state, keyId);
    }
}
