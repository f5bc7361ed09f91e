using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>What <c>hallmark.json</c> says of a home: which ledger it is, and which pipeline made it.</summary>
/// <param name="Pipeline">Digest of the pipeline that made it; null where it was made by hand.</param>
public sealed record HomeConfig(Digest Ledger, string? Pipeline)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public static HomeConfig? Find(Home home)
    {
        if (KeptText.Find(home.Files, Home.ConfigName, SizeLimits.Settings, text => text) is not { } text)
        {
            return null;
        }
        try
        {
            JsonNode config = JsonNode.Parse(text)!;
            return new HomeConfig(Digest.Parse((string)config["ledger"]!), (string?)config["pipeline"]);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or NullReferenceException or ArgumentException)
        {
            throw new UsageException($"{home.ConfigPath} is not what 'hallmark init' wrote");
        }
    }

    /// <param name="name">The ledger's name, for people who read the file.</param>
    internal void Write(Home home, string name)
    {
        var config = new JsonObject { ["ledger"] = Ledger.ToString(), ["name"] = name };
        if (Pipeline is not null)
        {
            config["pipeline"] = Pipeline;
        }
        byte[] text = System.Text.Encoding.UTF8.GetBytes(config.ToJsonString(Indented) + "\n");
        DurableFile.Replace(home.ConfigPath, text, DurableFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
