using System.Diagnostics;
using System.Diagnostics.Metrics;
using Hallmark.Operations.Actions;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Hallmark.Node;

/// <summary>
/// What a node tells of itself: measures for Prometheus, and traces for whoever collects them by OTLP (where the environment names a
/// collector, <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>). No names of members, no digests and no texts are in either.
/// </summary>
internal sealed class NodeTelemetry : IDisposable
{
    public const string Name = "Hallmark.Node";

    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _statements;
    private readonly Histogram<double> _taking;
    private readonly UpDownCounter<long> _followers;

    public NodeTelemetry(IMeterFactory meters, HomeNode node)
    {
        _meter = meters.Create(Name);
        _statements = _meter.CreateCounter<long>("hallmark.statements", "{statement}", "Statements handed in, by what came of them.");
        _taking = _meter.CreateHistogram<double>(
            "hallmark.statement.duration", "s", "From a statement's arrival until it is durable or refused.");
        _followers = _meter.CreateUpDownCounter<long>("hallmark.followers", "{client}", "Clients that follow blocks as they come.");
        _meter.CreateObservableGauge(
            "hallmark.ledger.height", () => (long)node.View.Last.Height.Value, "{block}", "Height of the newest block.");
        _meter.CreateObservableGauge("hallmark.ledger.entries", () => (long)node.View.Size.Value, "{entry}", "Entries of the ledger.");
    }

    public static void AddTo(IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<NodeTelemetry>();
        bool collected = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Collector));
        services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                .AddPrometheusExporter())
            .WithTracing(traces =>
            {
                traces.AddSource(Name).AddAspNetCoreInstrumentation();
                _ = collected ? traces.AddOtlpExporter() : traces;
            });
    }

    /// <summary>Counts a statement by what comes of it, and how long that took.</summary>
    public async Task<HandedIn> TakeAsync(Func<Task<HandedIn>> take)
    {
        using Activity? activity = Source.StartActivity("statement.take");
        long begun = Stopwatch.GetTimestamp();
        string outcome = "refused";
        try
        {
            HandedIn taken = await take().ConfigureAwait(false);
            outcome = taken.IsRepeated ? "repeated" : taken.Outcome.Denied ? "denied" : "accepted";
            return taken;
        }
        finally
        {
            activity?.SetTag("outcome", outcome);
            var tag = new KeyValuePair<string, object?>("outcome", outcome);
            _statements.Add(1, tag);
            _taking.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, tag);
        }
    }

    public void Follow(int change) => _followers.Add(change);

    public void Dispose() => _meter.Dispose();
}
