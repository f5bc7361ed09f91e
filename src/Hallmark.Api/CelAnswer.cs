using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Cel;
using Hallmark.Operations.PolicyFiles;

namespace Hallmark.Api;

/// <summary>What an expression came to, as <c>cel eval</c> answers.</summary>
/// <param name="Error">Why it has no value.</param>
public sealed record CelErrorAnswer(string? Error)
{
    /// <summary>Values nest deeper than JSON readers usually go.</summary>
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 4096 };

    /// <returns>The value itself in the tagged form of bindings, or a <see cref="CelErrorAnswer"/>.</returns>
    public static object Of(CelTried tried) => tried.Value is { } value
        ? JsonNode.Parse(CelJson.Text(value), documentOptions: Deep)!
        : new CelErrorAnswer(tried.Error);
}

/// <summary>How a file of cases went, as <c>cel test</c> answers.</summary>
public sealed record CelCasesAnswer(int Passed, int Failed, IReadOnlyList<CelCaseFailureAnswer> Failures)
{
    public static CelCasesAnswer Of(CelCaseReport report) => new(
        report.Passed, report.Failures.Count,
        [.. report.Failures
            .Select(failure => new CelCaseFailureAnswer(failure.Section, failure.Name, failure.Expression, failure.Reason))]);
}

/// <summary>A case that came out otherwise than it says.</summary>
public sealed record CelCaseFailureAnswer(string Section, string Name, string Expr, string Reason);
