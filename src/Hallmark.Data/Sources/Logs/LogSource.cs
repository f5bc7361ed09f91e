using System.Text;
using System.Text.RegularExpressions;
using Hallmark.Data.Sources.Lines;

namespace Hallmark.Data.Sources.Logs;

/// <summary>
/// A log as a source of records, one for each line: syslog, the log formats of web servers, or lines that fit a pattern whose named groups
/// are the columns. Every line fits, or the source is refused with the first that does not.
/// </summary>
public sealed class LogSource : IRecordSource
{
    private const int BeginLength = 8 << 10;
    private readonly SourceBytes _bytes;
    private readonly LogFormat _format;

    private LogSource(SourceBytes bytes, SourceRoles roles, LogFormat format) => (_bytes, Roles, _format) = (bytes, roles, format);

    public string Name => _bytes.Name;

    public SourceRoles Roles { get; }

    public string PositionUnit => SourceException.Line;

    public IReadOnlyList<int> RowShape => [];

    /// <summary>By the first line, as far as the beginning has it.</summary>
    public static bool Recognises(string name, ReadOnlySpan<byte> begin) => LogFormats.Find(FirstLine(begin)) is not null;

    /// <exception cref="SourceException">The first line is of no known log.</exception>
    public static IRecordSource Open(SourceBytes bytes, SourceRoles roles)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(roles);
        return new LogSource(bytes, roles, LogFormats.Find(FirstLine(bytes.Begin(BeginLength)))
            ?? throw new SourceException(bytes.Name, 1, null, "is a line of no log that is known; declare its pattern"));
    }

    /// <param name="pattern">A regular expression that all of a line fits; its named groups are the columns.</param>
    /// <exception cref="SourceException">The pattern is none, or needs to go back.</exception>
    public static IRecordSource Open(SourceBytes bytes, SourceRoles roles, string pattern)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        try
        {
            return new LogSource(bytes, roles, LogFormat.Declared(pattern));
        }
        catch (ArgumentException e)
        {
            throw new SourceException(bytes.Name, null, null, $"the pattern of its lines cannot be used: {e.Message.TrimEnd('.')}");
        }
    }

    public IRowReader Open() => new LineRowReader(_bytes, [.. _format.Columns.Select(column => column.Name)], Take, isSpelled: true);

    private static string FirstLine(ReadOnlySpan<byte> begin)
    {
        int end = begin.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(begin[..(end < 0 ? begin.Length : end)]).TrimEnd('\r').TrimStart('\uFEFF');
    }

    private void Take(ReadOnlyMemory<byte> line, long number, CellRows rows, int row)
    {
        try
        {
            if (!_format.TryTake(Encoding.UTF8.GetString(line.Span), rows, row))
            {
                throw new SourceException(Name, number, null, $"is not written {_format.Name}");
            }
        }
        catch (RegexMatchTimeoutException)
        {
            throw new SourceException(Name, number, null, "takes too long to be held against the pattern");
        }
    }
}
