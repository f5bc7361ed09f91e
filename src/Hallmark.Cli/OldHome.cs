using Hallmark.Client;
using Hallmark.Data.Store;
using Hallmark.Evidence;
using Hallmark.Evidence.Cose;
using Hallmark.Ledger;
using Hallmark.Operations;
using Hallmark.Operations.Homes;

namespace Hallmark.Cli;

// Goes when every verb calls an action or a query.
internal static class OldHome
{
    public static LedgerView OpenForReading(this Home home) => new HomeReader(home).Catalog.Ledger;

    public static LedgerView OpenCommitted(this Home home) => new HomeReader(home).OpenCommitted();

    public static HeldStore OpenStore(this Home home)
    {
        home.RequireLedger();
        return new HeldStore(new HomeReader(home));
    }

    public static AgreementKeys OpenAgreementKeys(this Home home) => new HomeKeys(home).OpenAgreementKeys();

    public static SeedSecrets OpenSeedSecrets(this Home home) => new HomeKeys(home).OpenSeedSecrets();

    public static LedgerFollower Follow(this Home home) => new HomeReader(home).Follow();

    public static KeySigner? FindKey(this Home home, string member) => new HomeKeys(home).Find(member);

    public sealed class HeldStore(HomeReader reader) : IContentReader, IDisposable
    {
        public ValueTask<byte[]> ReadAsync(ObjectReference reference, CancellationToken cancellation = default) => reader.Store.ReadAsync(reference, cancellation);

        public ValueTask<Stream?> OpenUnverifiedAsync(ObjectReference reference, CancellationToken cancellation = default) => reader.Store.OpenUnverifiedAsync(reference, cancellation);

        public ValueTask<bool> ContainsAsync(ObjectReference reference, CancellationToken cancellation = default) => reader.Store.ContainsAsync(reference, cancellation);

        public void Dispose() => reader.Dispose();
    }
}
