using System.Text.Json;
using System.Text.Json.Nodes;
using Hallmark.Evidence;
using Hallmark.Files;

namespace Hallmark.Operations.Homes;

/// <summary>What <c>hallmark.json</c> says of a home: which ledger it is, and which pipeline made it.</summary>
/// <param name="Name">The ledger's name, for people who read the file.</param>
/// <param name="Pipeline">Digest of the pipeline that made it; null where it was made by hand.</param>
public sealed record HomeConfig(Digest Ledger, string Name, string? Pipeline)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Null where there is no such file.</summary>
    /// <exception cref="HomeFileException">The file holds something else.</exception>
    public static HomeConfig? Find(Home home)
    {
        if (KeptText.Find(home.Files, Home.ConfigName, SizeLimits.Settings, text => text) is not { } text)
        {
            return null;
        }
        try
        {
            JsonObject config = JsonNode.Parse(text)!.AsObject();
            return config.All(field => field.Key is "ledger" or "name" or "pipeline")
                ? new HomeConfig(Digest.Parse(Text(config, "ledger")), Text(config, "name"), (string?)config["pipeline"])
                : throw new FormatException("has a field that is not known");
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException
            or NullReferenceException or ArgumentException)
        {
            throw new HomeFileException(home.ConfigPath, "is not what 'hallmark init' wrote");
        }
    }

    private byte[] ToBytes()
    {
        var config = new JsonObject { ["ledger"] = Ledger.ToString(), ["name"] = Name };
        if (Pipeline is not null)
        {
            config["pipeline"] = Pipeline;
        }
        return System.Text.Encoding.UTF8.GetBytes(config.ToJsonString(Indented) + "\n");
    }

    /// <summary>Whether the file says this in the very bytes that Hallmark writes.</summary>
    public bool IsAsWritten(Home home) =>
        home.Files.Read(Home.ConfigName, SizeLimits.Settings).OrNull() is { } bytes && ToBytes().AsSpan().SequenceEqual(bytes);

    internal void Write(Home home)
    {
        DurableFile.Replace(home.ConfigPath, ToBytes(), DurableFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private static string Text(JsonObject config, string field) =>
        (string?)config[field] ?? throw new FormatException($"has no field {field}");
}
