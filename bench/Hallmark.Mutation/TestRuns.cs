using System.Diagnostics;

namespace Hallmark.Mutation;

/// <summary>A class of tests: how long it takes alone, and which mutants it reaches.</summary>
internal sealed record TestClass(string Project, string Name, double Seconds, IReadOnlySet<int> Reaches);

/// <summary>Runs classes of tests in processes of their own.</summary>
internal sealed class TestRuns(string tree, string? shared)
{
    /// <summary>Processor time beyond what it takes without a mutant. Time on the wall would let a busy machine kill.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Who uses no processor for so long waits for what never comes.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(90);

    public IReadOnlyList<string> ClassesOf(string project)
    {
        using Process process = Start(project, ["-list", "classes", "-noColor"], Path.GetTempPath(), []);
        string listed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] lines = listed.Split('\n', StringSplitOptions.TrimEntries);
        return [.. lines.Where(line => line.StartsWith("Hallmark.", StringComparison.Ordinal))];
    }

    /// <summary>Runs one class without a mutant; null where it fails, or takes longer than is allowed.</summary>
    public TestClass? Trace(string project, string name, TimeSpan longest)
    {
        using var scratch = new Scratch();
        string traces = Directory.CreateDirectory(Path.Combine(scratch.Folder, "traces")).FullName;
        var clock = Stopwatch.StartNew();
        bool passed = Passes(project, [name], scratch.Folder, [("HALLMARK_MUTANT_TRACE", traces)], longest);
        HashSet<int> reached = [.. Directory.EnumerateFiles(traces).SelectMany(File.ReadAllLines).Select(int.Parse)];
        return passed ? new TestClass(project, name, clock.Elapsed.TotalSeconds, reached) : null;
    }

    /// <summary>
    /// The project of which a class fails, crashes or runs on and on with the mutant; null where none does. They are run in the order
    /// given, so that dear ones are only run where cheap ones pass.
    /// </summary>
    public string? Killer(int mutant, IEnumerable<TestClass> reaching)
    {
        foreach (IReadOnlyList<TestClass> together in Portions(reaching))
        {
            using var scratch = new Scratch();
            string project = together[0].Project;
            TimeSpan limit = Patience + TimeSpan.FromSeconds(3 * together.Sum(tests => tests.Seconds));
            if (!Passes(
                project, together.Select(tests => tests.Name), scratch.Folder, [("HALLMARK_MUTANT", mutant.ToString())], limit))
            {
                return project;
            }
        }
        return null;
    }

    /// <summary>Null where it ended just now.</summary>
    private static TimeSpan? UsedBy(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Classes of one project that follow each other, a few seconds' worth for a process.</summary>
    private static IEnumerable<IReadOnlyList<TestClass>> Portions(IEnumerable<TestClass> classes)
    {
        const double Worth = 8;
        var portion = new List<TestClass>();
        foreach (TestClass tests in classes)
        {
            if (portion.Count > 0 && (portion[0].Project != tests.Project || portion.Sum(one => one.Seconds) + tests.Seconds > Worth))
            {
                yield return portion;
                portion = [];
            }
            portion.Add(tests);
        }
        if (portion.Count > 0)
        {
            yield return portion;
        }
    }

    private bool Passes(
        string project, IEnumerable<string> classes, string temporary, (string, string)[] environment, TimeSpan limit)
    {
        string[] arguments = ["-noColor", "-noLogo", "-stopOnFail", .. classes.SelectMany(name => new[] { "-class", name })];
        using Process process = Start(project, arguments, temporary, environment);
        _ = process.StandardOutput.ReadToEndAsync();
        if (!Ends(process, limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return false;
        }
        return process.ExitCode == 0;
    }

    /// <summary>Whether a process ends by itself before it used so much processor time, and before it stands still.</summary>
    private static bool Ends(Process process, TimeSpan limit)
    {
        TimeSpan used = TimeSpan.Zero;
        var still = Stopwatch.StartNew();
        while (!process.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            TimeSpan now = UsedBy(process) ?? used;
            if (now - used > TimeSpan.FromMilliseconds(200))
            {
                used = now;
                still.Restart();
            }
            if (used > limit || still.Elapsed > Idle)
            {
                return false;
            }
        }
        return true;
    }

    private Process Start(string project, string[] arguments, string temporary, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(tree, $"tests/{project}/bin/Release/net10.0/{project}.dll"), .. arguments])
        {
            WorkingDirectory = tree,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TMPDIR"] = temporary;
        if (shared is not null)
        {
            start.Environment["HALLMARK_SHARED"] = shared;
        }
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Where one run keeps its files: what a killed test leaves behind goes with it.</summary>
    private sealed class Scratch : IDisposable
    {
        public string Folder { get; } = Directory.CreateTempSubdirectory("hm").FullName;

        public void Dispose()
        {
            try
            {
                Directory.Delete(Folder, recursive: true);
            }
            catch (IOException)
            {
                // A child of a killed test may still write there; the folder is a temporary one.
            }
        }
    }
}
