using System.Text.Json;

namespace Hallmark.Cel;

/// <summary>A case that did not come out as it should.</summary>
public sealed record CelCaseFailure(string Section, string Name, string Expression, string Reason);

/// <summary>What running a file of cases came to.</summary>
public sealed record CelCaseReport(int Passed, IReadOnlyList<CelCaseFailure> Failures)
{
    public int Count => Passed + Failures.Count;
}

/// <summary>
/// Files of cases: <c>{"name": …, "tests": [{"section", "name", "expr", "bindings"?, "container"?, "disableCheck"?, "disableMacros"?, and
/// "value" or "error": true}]}</c>, with values in tagged form (<see cref="CelJson"/>).
/// </summary>
public static class CelCaseFile
{
    /// <exception cref="CelDataException">Not a file of cases.</exception>
    public static CelCaseReport Run(ReadOnlyMemory<byte> utf8, CelLimits limits)
    {
        using JsonDocument document = CelJson.Parse(utf8);
        return Run(document.RootElement, limits);
    }

    /// <exception cref="CelDataException">Not a file of cases.</exception>
    public static CelCaseReport Run(JsonElement json, CelLimits limits)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("tests", out JsonElement tests)
            || tests.ValueKind != JsonValueKind.Array)
        {
            throw new CelDataException("tests", "not an object with a list of tests");
        }
        List<CelCaseFailure> failures = [];
        int passed = 0;
        foreach (JsonElement test in tests.EnumerateArray())
        {
            CelCase read = CelCase.Read(test);
            string? reason = read.Run(limits);
            if (reason is null)
            {
                passed++;
            }
            else
            {
                failures.Add(new CelCaseFailure(read.Section, read.Name, read.Expression, reason));
            }
        }
        return new CelCaseReport(passed, failures);
    }
}
