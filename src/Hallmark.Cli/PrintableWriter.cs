using System.Text;

namespace Hallmark.Cli;

/// <summary>Writes what <see cref="Output.Printable"/> makes of a text, so that no cell of a file tells a terminal what to do.</summary>
internal sealed class PrintableWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(Output.Printable(value.ToString()));

    public override void Write(string? value) => inner.Write(value is null ? null : Output.Printable(value));

    public override void WriteLine(string? value)
    {
        Write(value);
        inner.WriteLine();
    }

    public override void Flush() => inner.Flush();
}
