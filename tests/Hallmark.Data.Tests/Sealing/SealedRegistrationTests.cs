using Hallmark.Data.Sealing;

namespace Hallmark.Data.Tests.Sealing;

public class SealedRegistrationTests
{
    [Theory]
    [InlineData(BatchTier.Sealed)]
    [InlineData(BatchTier.Absent)]
    public void A_sealed_batch_reads_back_as_the_open_one(BatchTier tier)
    {
        foreach (int count in new[] { 1, 2, 9, 500, 4_000 })
        {
            var world = new SealedWorld();
            var store = new MemoryContentStore();
            RecordBuffer records = TestData.Records(count, count);
            BatchContent plain = BatchBuilder.Build(records);
            BatchManifest manifest = world.Register(store, records, tier);
            using BatchSecret secret = world.Secret(manifest);
            Assert.Equal(plain.Content.ToArray(), SealedObject.Open(SealedKind.Content, store.Read(manifest.Content), secret));
            RecordBatch read = BatchReader.Read(manifest, TestData.Mixed, store, secret);
            Assert.Equal(Enumerable.Range(0, count).Select(plain.Leaf), read.Leaves());
            BatchExamination examination = BatchVerifier.Examine(manifest, TestData.Mixed, store, secret);
            Assert.True(examination is { IsIntact: true, Opened: true });
            Assert.Equal((tier, count), (manifest.Tier, (int)manifest.Records));
        }
    }
}
