using System.Diagnostics;
using System.Text.Json.Nodes;
using Hallmark.Data.Batches;
using Hallmark.Data.Custody;
using Hallmark.Data.Records;
using Hallmark.Data.Tests.Store;

namespace Hallmark.Data.Tests.Custody;

/// <summary>The formats read by another implementation, written from the documentation alone (outsider.py).</summary>
public sealed class OutsiderTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(1_500)]
    public void An_outsider_opens_a_wrap_and_a_sealed_batch(int count)
    {
        var world = new SealedWorld();
        var store = new MemoryContentStore();
        BatchManifest manifest = world.Register(store, TestData.Records(count));
        using AgreementKey reader = AgreementKey.Create(hybrid: false);
        using BatchSecret secret = world.Secret(manifest);
        KeyWrap wrap = KeyWrap.Wrap(secret, reader.PublicKey, SealedWorld.Use(manifest.Root, reader));
        Write("wrap", wrap.ToBytes());
        File.WriteAllText(_folder.File("reader.pem"), reader.ToPem());
        Write("dataset-key", world.DatasetKey.Bytes.Span);
        Write("content", store.ReadAsync(manifest.Content).Now());
        Write("tree", store.ReadAsync(manifest.Tree).Now());
        Write("fingerprints", store.ReadAsync(manifest.Fingerprints!.Value).Now());
        JsonNode seen = Outsider();
        Assert.Equal(manifest.Root.ToString(), (string?)seen["root"]);
        Assert.Equal(manifest.ColumnsRoot.ToString(), (string?)seen["columns-root"]);
        Assert.Equal(
            ("plants/7", "lab", 70_000, count),
            ((string?)seen["batch"], (string?)seen["reader"], (int)seen["use"]!, (int)seen["records"]!));
    }

    private JsonNode Outsider()
    {
        string types = string.Join(',', TestData.Mixed.Columns.Select(column => SchemaFormat.NameOf(column.Type)));
        string names = string.Join(',', TestData.Mixed.Columns.Select(column => column.Name));
        string script = Path.Combine(AppContext.BaseDirectory, "Custody", "outsider.py");
        using Process process = Process.Start(new ProcessStartInfo(
            "python3", [script, _folder.Path, types, $"{TestData.Mixed.LabelIndex}", names])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return JsonNode.Parse(output)!;
    }

    private void Write(string name, ReadOnlySpan<byte> bytes) => File.WriteAllBytes(_folder.File(name), bytes);
}
