using System.Threading.Channels;
using Hallmark.Client;
using Hallmark.Contracts.Members;
using Hallmark.Data.Batches;
using Hallmark.Operations.Homes;
using Hallmark.Operations.Streams;
using Hallmark.Sources.Streams;

namespace Hallmark.Operations.Actions;

/// <summary>
/// Takes in messages, each a JSON object that is a record of the dataset, and puts them on record in batches while more come. A message is
/// acknowledged once it lasts in the home (<see cref="Spool"/>), so whoever is killed goes on where it was: no acknowledged message is
/// lost, and none is on record twice that its sender or its name tells from others (<see cref="KnownMessages"/>).
/// </summary>
/// <param name="Open">Opens the stream, given a name that stays the same and that no other has.</param>
/// <param name="Dataset">On record already: messages are held to its schema.</param>
public sealed record IngestStream(Func<string, IMessageStream> Open, string Dataset) : MemberAction<IngestedStream>
{
    /// <summary>Most messages that a batch may have here.</summary>
    public const int BatchSizeLimit = 100_000;

    /// <summary>How many messages are known again once they are on record.</summary>
    public const int DefaultWindow = 65_536;

    /// <summary>Batches that are cut ahead of what is registered; then the stream waits.</summary>
    private const int CutsAhead = 8;

    /// <summary>Messages after which a batch is cut, 1 to <see cref="BatchSizeLimit"/>.</summary>
    public int BatchSize { get; init; } = 1_000;

    /// <summary>Seconds after which a batch is cut that has fewer, 1 to a day.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>Outermost field whose text or number tells messages apart; null where messages have none.</summary>
    public string? NameField { get; init; }

    /// <summary>Columns in which cells are what they spell, see <see cref="Data.Sources.SourceRoles.AsWritten"/>.</summary>
    public IReadOnlyList<string> AsWritten { get; init; } = [];

    /// <summary>
    /// The gateway whose key signs, as <c>PROVIDER/GATEWAY</c> or its name alone; null for the provider's own key.
    /// </summary>
    public string? Gateway { get; init; }

    /// <summary>Where the data come from; null for the name of the stream.</summary>
    public string? Origin { get; init; }

    /// <summary>How many named messages are known again.</summary>
    public int Window { get; init; } = DefaultWindow;

    /// <summary>Told what happens, on whatever thread; null for nobody.</summary>
    public IProgress<StreamEvent>? Told { get; init; }

    /// <summary>Ends where the stream ends, or is cancelled: then what is kept stays for the next time.</summary>
    /// <exception cref="StreamException">The stream cannot be had.</exception>
    public override async Task<IngestedStream> ExecuteAsync(Workspace workspace, CancellationToken cancellation)
    {
        Validate();
        (MemberSession signer, MemberSession? reader) = FindKeys(workspace);
        var schema = new StreamSchema(
            workspace, Dataset, await workspace.Catalog.SchemaAsync(Dataset, cancellation).ConfigureAwait(false));
        using IDisposable alone = TaskLock.TryTake(workspace.Home, TaskLock.Ingesting, $"{Dataset}-{signer.Member}")
            ?? throw new UsageException($"another process takes in messages of {signer.Member} for {Dataset}");
        IMessageStream stream = Open($"hallmark-{workspace.Catalog.Ledger.Id.ToString()[..16]}-{Dataset}-{signer.Member}");
        var known = new KnownMessages(NameField is not null, Window);
        var gate = new MessageGate(schema, NameField, AsWritten);
        using var spool = new Spool(
            workspace.Home.Spool.In(Dataset).In(signer.Member), Window, message => known.Add(gate.Renamed(message)));
        var taking = new StreamTaking(
            spool, gate, known, BatchSize, TimeSpan.FromSeconds(Seconds), workspace.Clock, Told);
        var registration = new CutRegistration(
            workspace, signer, reader, spool, schema, Dataset, Origin ?? NameOf(stream),
            (SourceWords.None with { AsWritten = AsWritten }).Steps, Told);
        if (reader is null)
        {
            Told?.Report(new StreamEvent.Unmeasured(
                [], $"drift is not measured: a gateway may read nothing, and the key of {signer.Member} is not here"));
        }
        try
        {
            await RunAsync(stream, spool, taking, registration, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop; what is kept stays.
        }
        return new IngestedStream(taking.Taken, taking.Known, taking.Rejected.Total, spool.Waiting, registration.Batches)
        {
            Reasons = taking.Rejected.Reasons,
            RejectedFile = taking.Rejected.Total == 0 ? null : spool.RejectedFile,
        };
    }

    /// <summary>Who signs batches, and who reads accepted ones to compare with: null where nobody here may.</summary>
    /// <exception cref="UsageException">The gateway may not register batches of this dataset, or its key is not here.</exception>
    private (MemberSession Signer, MemberSession? Reader) FindKeys(Workspace workspace)
    {
        if (Gateway is null)
        {
            MemberSession provider = workspace.ActAs(As, Roles.Provider);
            return (provider, provider);
        }
        GatewayState gateway = GatewayNames.Find(workspace.Catalog, Gateway, As);
        if (As is not null && As != gateway.Member)
        {
            throw new UsageException($"--as: gateway {gateway.Id} signs for {gateway.Member}, not for {As}");
        }
        return GatewayRules.WhyNot(gateway, Dataset, workspace.Clock.GetUtcNow().ToUnixTimeMilliseconds()) is { } problem
            ? throw new UsageException($"--gateway: {problem.Reason}") // no message is acknowledged that could not come on record
            : (workspace.ActThrough(gateway),
                workspace.Keys.Has(gateway.Member) ? workspace.ActAs(gateway.Member, Roles.Provider) : null);
    }

    /// <summary>Both at once; where one fails the other stops.</summary>
    private static async Task RunAsync(
        IMessageStream stream, Spool spool, StreamTaking taking, CutRegistration registration, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var cuts = Channel.CreateBounded<long>(CutsAhead);
        Task registering = registration.RunAsync(cuts.Reader, stop.Token);
        Task both = TakeAsync();
        Task first = await Task.WhenAny(both, registering).ConfigureAwait(false);
        if (first == registering || !first.IsCompletedSuccessfully)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        try
        {
            await first.ConfigureAwait(false); // why it stopped, before what came of that
        }
        finally
        {
            await Task.WhenAll(both, registering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await registering.ConfigureAwait(false);
        await both.ConfigureAwait(false);

        async Task TakeAsync()
        {
            foreach (long left in spool.Cuts)
            {
                await cuts.Writer.WriteAsync(left, stop.Token).ConfigureAwait(false);
            }
            await taking.RunAsync(stream, cuts.Writer, stop.Token).ConfigureAwait(false);
            cuts.Writer.Complete();
        }
    }

    private void Validate()
    {
        MemberNames.RequireName(Dataset);
        if (BatchSize is < 1 or > BatchSizeLimit)
        {
            throw new UsageException($"--batch-size: 1 to {BatchSizeLimit}");
        }
        if (Seconds is < 1 or > 86_400)
        {
            throw new UsageException("--seconds: 1 to 86400");
        }
        if (Origin?.Length > BatchManifest.OriginLengthLimit)
        {
            throw new UsageException($"--origin: has at most {BatchManifest.OriginLengthLimit} characters");
        }
    }

    private static string NameOf(IMessageStream stream) => stream.Name[..Math.Min(stream.Name.Length, BatchManifest.OriginLengthLimit)];
}
