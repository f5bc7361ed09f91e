using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Sources;
using Hallmark.Data.Sources.Csv;
using Hallmark.Data.Store;
using Hallmark.Data.Tests.Custody;
using Hallmark.Data.Tests.Sources.Arrays;
using Hallmark.Files;

namespace Hallmark.Data.Tests.Batches;

/// <summary>
/// Live memory of the whole process while a dataset goes through, so nothing else may run beside: a few batches, not the dataset.
/// </summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests : IDisposable
{
    private const int Rows = 300_000; // about 45 MB as text
    private const long NotMeasured = long.MinValue; // pools that shrink meanwhile may well leave less than was there before
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Memory_does_not_grow_with_an_open_dataset() => Assert.InRange(Most(null), NotMeasured + 1, 24 << 20);

    [Fact]
    public void Memory_does_not_grow_with_a_sealed_dataset()
    {
        using AgreementKey key = AgreementKey.Create(hybrid: false);
        using var custody = new CustodyFolder(new RegularFiles(_directory.File("custody")), key);
        using DatasetKey dataset = DatasetKey.Create();
        Assert.InRange(Most(new CustodyOptions { Keeper = new KeptAtOnce(custody), DatasetKey = dataset }), NotMeasured + 1, 24 << 20);
    }

    /// <summary>47 MB of pictures: columns are read here and there in the file, rows one after the other.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_does_not_grow_with_an_array(bool fortran)
    {
        string path = _directory.File("pictures.npy");
        using (var file = new FileStream(path, FileMode.Create))
        {
            file.Write(ArrayBytes.Npy("|u1", fortran, [60_000, 28, 28], []));
            byte[] some = new byte[60_000];
            new Random(1).NextBytes(some);
            for (int i = 0; i < 784; i++)
            {
                file.Write(some);
            }
        }
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = NotMeasured;
        var progress = new Immediate(
            step => most = Math.Max(
                most, step.Records % 20_000 == 0 ? GC.GetTotalMemory(forceFullCollection: true) - before : NotMeasured));
        RegistrationOptions options = new() { Dataset = "d", RecordsPerBatch = 500, Threads = 2 };
        using var store = new DirectoryContentStore(_directory.File("objects"));
        Assert.Equal(60_000, Registration.RunAsync(RecordSources.Open(path), options, store, progress).Now().Records);
        Assert.InRange(most, NotMeasured + 1, 40 << 20); // three batches of 500 × 784 cells, each in memory and as bytes
    }

    private long Most(CustodyOptions? protection)
    {
        string path = _directory.File("large.csv");
        using (var writer = new StreamWriter(path))
        {
            writer.WriteLine("a,b,c,d,e,f,g,h");
            for (int i = 0; i < Rows; i++)
            {
                writer.WriteLine(FormattableString.Invariant(
                    $"{i}.123456789,{i}.2345678901,{i}.345678912,{i}.456789123,{i}.5,{i}.625,{i}.75,{i}.891234567"));
            }
        }
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = NotMeasured;
        var progress = new Immediate(step =>
        {
            if (step.Records % 50_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        });
        RegistrationOptions options = new() { Dataset = "d", RecordsPerBatch = 5_000, Threads = 2, Custody = protection };
        using var store = new DirectoryContentStore(_directory.File("objects"));
        RegistrationResult result = Registration.RunAsync(new CsvSource(path), options, store, progress).Now();
        Assert.Equal(Rows, result.Records);
        return most;
    }

    private sealed class Immediate(Action<RegistrationProgress> action) : IProgress<RegistrationProgress>
    {
        public void Report(RegistrationProgress value) => action(value);
    }
}
