using System.Text;

namespace Hallmark.Reports;

/// <summary>
/// Writes HTML that is well-formed XML too, so that it can be checked as such. Whatever is passed as text or as the value of an
/// attribute is escaped by <see cref="HtmlText"/>; only names of elements and attributes are taken as they are.
/// </summary>
public sealed class Html
{
    private readonly StringBuilder _written = new();

    /// <summary>Opens an element that ends where the result is disposed.</summary>
    public OpenElement In(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        _written.Append('>');
        return new OpenElement(_written, name);
    }

    /// <summary>An element with nothing but text in it.</summary>
    public void Put(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        using OpenElement element = In(name, attributes);
        Text(text);
    }

    /// <summary>An element that HTML allows to end itself: void ones such as <c>meta</c>, and shapes in SVG.</summary>
    public void Leaf(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Start(name, attributes);
        _written.Append("/>");
    }

    public void Text(string text) => HtmlText.Escape(text, _written);

    /// <summary>Text that others chose, in the middle of a sentence of ours: its direction of writing stays its own.</summary>
    public void Foreign(string text) => Put("bdi", text);

    /// <summary>A style sheet of ours: HTML does not unescape it, so it may hold nothing that XML would have to.</summary>
    public void Style(string css)
    {
        if (css.AsSpan().IndexOfAny('<', '&') >= 0)
        {
            throw new ArgumentException("A style sheet here holds neither '<' nor '&'.", nameof(css));
        }
        _written.Append("<style>").Append(css).Append("</style>");
    }

    public void Doctype() => _written.Append("<!DOCTYPE html>\n");

    public void Line() => _written.Append('\n');

    public override string ToString() => _written.ToString();

    private void Start(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _written.Append('<').Append(name);
        foreach ((string attribute, string value) in attributes)
        {
            _written.Append(' ').Append(attribute).Append("=\"");
            HtmlText.Escape(value, _written);
            _written.Append('"');
        }
    }

    /// <summary>Writes the end tag when disposed.</summary>
    public readonly struct OpenElement(StringBuilder written, string name) : IDisposable
    {
        public void Dispose() => written.Append("</").Append(name).Append('>');
    }
}
