namespace Hallmark.Data.Sources;

/// <summary>What a cell is in a source that says so itself, whatever it looks like; and which types cannot hold it.</summary>
[Flags]
public enum CellKinds
{
    /// <summary>A cell that is missing, or one of a file of text, where every cell is what it is taken for.</summary>
    None = 0,

    Text = 1,

    /// <summary>A list, kept as the text that it is written in.</summary>
    List = 2,

    Boolean = 4,

    Number = 8,

    /// <summary>Beside a number: it is not whole, or too large.</summary>
    NotInt64 = 16,

    /// <summary>Beside a number: no float stands for it.</summary>
    NotFloat64 = 32,
}
