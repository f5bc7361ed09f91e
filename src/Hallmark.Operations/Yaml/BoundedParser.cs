using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hallmark.Operations.Yaml;

/// <summary>
/// The events of a YAML text, refused where lists and mappings nest too deeply: whatever builds nodes out of them does so by recursion, and
/// a stack that overflows ends the process. Aliases are refused as well: a few of them name more nodes than memory holds.
/// </summary>
internal sealed class BoundedParser(IParser events) : IParser
{
    private const int DepthLimit = 64;

    private int _depth;

    public ParsingEvent? Current => events.Current;

    public bool MoveNext()
    {
        if (!events.MoveNext())
        {
            return false;
        }
        switch (events.Current)
        {
            case MappingStart or SequenceStart when ++_depth > DepthLimit:
                throw Bad($"nests deeper than {DepthLimit} levels");
            case MappingEnd or SequenceEnd:
                _depth--;
                break;
            case AnchorAlias alias:
                throw Bad($"has an alias (*{alias.Value}), which is not read here");
        }
        return true;
    }

    private YamlException Bad(string problem) => new(events.Current!.Start, events.Current.End, problem);
}
