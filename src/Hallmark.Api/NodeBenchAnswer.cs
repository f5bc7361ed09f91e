namespace Hallmark.Api;

/// <summary>Statements that a node takes, as <c>bench node</c> answers.</summary>
/// <param name="InProcessPerSecond">Taken without HTTP.</param>
/// <param name="PerSecond">The same over loopback.</param>
/// <param name="Share">The latter of the former.</param>
/// <param name="P99Ms">So long, in milliseconds, took all but one of a hundred over loopback.</param>
/// <param name="Statements">Of each way.</param>
public sealed record NodeBenchAnswer(
    double InProcessPerSecond, double PerSecond, double Share, double P99Ms, int Statements, int Connections)
{
    public static NodeBenchAnswer Of(double inProcessPerSecond, double perSecond, double p99Ms, int statements, int connections) =>
        new(inProcessPerSecond, perSecond, perSecond / inProcessPerSecond, p99Ms, statements, connections);
}
