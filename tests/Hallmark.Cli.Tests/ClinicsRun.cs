using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Hallmark.Cli.Tests.ClinicsRun))]

namespace Hallmark.Cli.Tests;

/// <summary>The main job, done once for all tests; they work on copies of its home.</summary>
public sealed class ClinicsRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<JsonNode> _short;
    private readonly Lazy<JsonNode> _again;

    public ClinicsRun()
    {
        Result = Cli.Run(Home, "run", PipelineFile, "--json", "--head-out", HeadFile).Expect(0);
        Json = Result.Json;
        ShortPipelineFile = ShortPipeline(_folder.Path);
        _short = new(() => Cli.Run(ShortHome, "run", ShortPipelineFile, "--json", "--head-out", _folder["short.head"]).Expect(0).Json);
        _again = new(() => Cli.Run(_folder["again"], "run", ShortPipelineFile, "--json").Expect(0).Json);
    }

    public static string PipelineFile => Path.Combine(Cli.Clinics, "pipeline.yaml");

    public string Home => _folder["home"];

    /// <summary>The head as it was kept outside the home.</summary>
    public string HeadFile => _folder["kept.head"];

    public JsonNode Json { get; }

    /// <summary>A copy of the pipeline with fewer epochs and a comparison of one seed.</summary>
    public string ShortPipelineFile { get; }

    public string ShortHome => _folder["short"];

    public string ShortHeadFile => Force(_short, _folder["short.head"]);

    public JsonNode ShortJson => _short.Value;

    /// <summary>A second home of the short pipeline, made later.</summary>
    public string OtherHome => Force(_again, _folder["again"]);

    public JsonNode OtherJson => _again.Value;

    internal CliResult Result { get; }

    public static string ShortPipeline(string folder)
    {
        string text = File.ReadAllText(PipelineFile)
            .Replace("file: data/", $"file: {Path.Combine(Cli.Clinics, "data")}/", StringComparison.Ordinal)
            .Replace("seeds: 20 ", "seeds: 1 ", StringComparison.Ordinal)
            .Replace("epochs: 40", "epochs: 12", StringComparison.Ordinal);
        string path = Path.Combine(folder, "pipeline.yaml");
        File.WriteAllText(path, text);
        return path;
    }

    internal HomeCopy Copy() => new(Home);

    public void Dispose() => _folder.Dispose();

    private static T Force<T>(Lazy<JsonNode> run, T value)
    {
        _ = run.Value;
        return value;
    }
}
