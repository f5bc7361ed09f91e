using System.Text;

namespace Hallmark.Experiments;

/// <summary>A table as <c>docs/results/</c> keeps them.</summary>
public sealed class MarkdownTable
{
    private readonly StringBuilder _text = new();
    private readonly int _columns;

    public MarkdownTable(params string[] header)
    {
        _columns = header.Length;
        Row(header);
        Row([.. header.Select(_ => "---")]);
    }

    public void Row(params string[] cells)
    {
        if (cells.Length != _columns)
        {
            throw new ArgumentException($"{cells.Length} cells in a table of {_columns} columns.", nameof(cells));
        }
        _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    public override string ToString() => _text.ToString();
}
