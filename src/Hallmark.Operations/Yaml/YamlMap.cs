using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hallmark.Operations.Yaml;

/// <summary>
/// Reads one YAML mapping strictly: each key is taken out by its getter, and <see cref="End"/> refuses what nobody asked for.
/// Every complaint names file, line and field.
/// </summary>
internal sealed class YamlMap
{
    private readonly string _file;
    private readonly string _path;
    private readonly long _line;
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);

    private YamlMap(string file, string path, YamlMappingNode node)
    {
        (_file, _path, _line) = (file, path, node.Start.Line);
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            string name = key is YamlScalarNode { Value: { } text } ? text : throw Bad(key, path, "has a key that is not text");
            _fields.Add(name, value);
        }
    }

    /// <exception cref="UsageException">Not one YAML document with a mapping.</exception>
    public static YamlMap ReadFile(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedParser(new Parser(new StringReader(text))));
        }
        catch (YamlException e)
        {
            throw new UsageException($"{file}, line {e.Start.Line}: is not YAML: {e.Message.Trim()}");
        }
        catch (InvalidOperationException)
        {
            // The parser's answer to a list or mapping that is never closed.
            throw new UsageException(
                $"{file}, line {text.AsSpan().TrimEnd().Count('\n') + 1}: is not YAML: the text ends inside a list or mapping");
        }
        catch (ArgumentException)
        {
            // And to something that follows a list or mapping on its line.
            throw new UsageException($"{file}: is not YAML: a list or mapping is followed by something else");
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? new YamlMap(file, "", root)
            : throw new UsageException($"{file}, line 1: is not one YAML document with named fields");
    }

    /// <summary>Fields not taken yet, in file order.</summary>
    public IReadOnlyList<string> Keys => [.. _fields.Keys];

    public bool Has(string key) => _fields.ContainsKey(key);

    public string Text(string key) => Scalar(key, Take(key));

    public string? OptionalText(string key) => Has(key) ? Text(key) : null;

    /// <summary>Where the text of this field begins; asked before the field is taken.</summary>
    public YamlPlace PlaceOf(string key) => _fields.TryGetValue(key, out YamlNode? node)
        ? new YamlPlace(_file, Name(key), node.Start.Line, node.Start.Column, (node as YamlScalarNode)?.Style ?? ScalarStyle.Any)
        : new YamlPlace(_file, Name(key), _line, 1, ScalarStyle.Any);

    public long Integer(string key, long minimum, long maximum)
    {
        YamlNode node = Take(key);
        string text = Scalar(key, node);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= minimum
            && value <= maximum
            ? value
            : throw Bad(node, key, $"is '{text}', not a whole number from {minimum} to {maximum}");
    }

    public long Integer(string key, long minimum, long maximum, long otherwise) => Has(key) ? Integer(key, minimum, maximum) : otherwise;

    public ulong Unsigned(string key)
    {
        YamlNode node = Take(key);
        string text = Scalar(key, node);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : throw Bad(node, key, $"is '{text}', not a whole number");
    }

    public bool Boolean(string key, bool otherwise)
    {
        if (!Has(key))
        {
            return otherwise;
        }
        YamlNode node = Take(key);
        string text = Scalar(key, node);
        return text is "true" or "false" ? text == "true" : throw Bad(node, key, $"is '{text}', neither true nor false");
    }

    public double? OptionalNumber(string key)
    {
        if (!Has(key))
        {
            return null;
        }
        YamlNode node = Take(key);
        string text = Scalar(key, node);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Bad(node, key, $"is '{text}', not a number");
    }

    /// <summary>A share such as <c>85 %</c> or <c>85.5%</c>, in millionths.</summary>
    public int Percent(string key, int otherwisePpm)
    {
        if (!Has(key))
        {
            return otherwisePpm;
        }
        YamlNode node = Take(key);
        string text = Scalar(key, node);
        return text.EndsWith('%')
            && decimal.TryParse(text[..^1].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            && value is >= 0 and <= 100 && value * 10_000 == decimal.Floor(value * 10_000)
            ? (int)(value * 10_000)
            : throw Bad(node, key, $"is '{text}', not a share like '85 %'");
    }

    public IReadOnlyList<string> Texts(string key) => [.. List(key).Select(node => Scalar(key, node))];

    public YamlMap Map(string key) => ToMap(key, Take(key));

    public YamlMap? OptionalMap(string key) => Has(key) ? Map(key) : null;

    public IReadOnlyList<YamlMap> Maps(string key) => [.. List(key).Select((node, index) => ToMap($"{key}[{index}]", node))];

    /// <summary>The remaining keys with their maps, in file order: for fields named by the user.</summary>
    public IReadOnlyList<(string Key, YamlMap Map)> NamedMaps() => [.. Keys.Select(key => (key, Map(key)))];

    /// <summary>Runs a check of the caller's own and puts this place in front of its complaint.</summary>
    public T Checked<T>(string key, Func<T> check)
    {
        try
        {
            return check();
        }
        catch (UsageException e)
        {
            throw new UsageException($"{_file}, line {_line}, field '{Name(key)}': {e.Message}");
        }
    }

    public UsageException Complaint(string key, string reason) => new($"{_file}, line {_line}, field '{Name(key)}': {reason}");

    public void End()
    {
        if (_fields.Count > 0)
        {
            (string key, YamlNode value) = _fields.First();
            throw Bad(value, key, "is not a known field");
        }
    }

    private YamlNode Take(string key) => _fields.Remove(key, out YamlNode? node) ? node : throw Complaint(key, "is missing");

    private IEnumerable<YamlNode> List(string key)
    {
        YamlNode node = Take(key);
        return node is YamlSequenceNode list ? list.Children : throw Bad(node, key, "is not a list");
    }

    private YamlMap ToMap(string key, YamlNode node) =>
        node is YamlMappingNode map ? new YamlMap(_file, Name(key), map) : throw Bad(node, key, "does not have named fields");

    private string Scalar(string key, YamlNode node) =>
        node is YamlScalarNode { Value: { } value } ? value : throw Bad(node, key, "is not a single value");

    private string Name(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private UsageException Bad(YamlNode node, string key, string reason) =>
        new($"{_file}, line {node.Start.Line}, field '{Name(key)}': {reason}");
}

/// <summary>A place in a YAML file, so that what is wrong inside a text can be named by the file's own line and column.</summary>
internal sealed record YamlPlace(string File, string Field, long Line, long Column, ScalarStyle Style)
{
    /// <param name="line">Line within the text, from 1; 0 where no place in it is meant.</param>
    /// <param name="column">Column within that line, from 1.</param>
    public UsageException Complaint(int line, int column, string reason)
    {
        if (line == 0)
        {
            return new UsageException($"{File}, line {Line}, field '{Field}': {reason}");
        }
        // Only in a text on one line is the place in the text the place in the file; blocks are indented, folded text is joined.
        return Style is ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted && line == 1
            ? new UsageException(
                $"{File}, line {Line}, column {Column + column - (Style == ScalarStyle.Plain ? 1 : 0)}, field '{Field}': {reason}")
            : new UsageException(
                $"{File}, line {(Style == ScalarStyle.Literal ? Line + line : Line)}, field '{Field}', at {line}:{column} of its text: "
                + $"{reason}");
    }
}
