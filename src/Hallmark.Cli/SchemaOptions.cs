using System.CommandLine;

namespace Hallmark.Cli;

/// <summary>The options that say what the columns of a file are, the same wherever one is given.</summary>
internal static class SchemaOptions
{
    public static Option<string?> Label() => new("--label")
    {
        Description = "Column with the labels; for arrays another such file, or a column's number.",
        HelpName = "COL",
    };

    public static Option<string?> Target() => new("--target")
    {
        Description = "Column of numbers to be foretold, in place of a label.",
        HelpName = "COL",
    };

    public static Option<string?> Schema() => new("--schema")
    {
        Description = "File with the schema, as 'hallmark schema' writes it: types, roles of columns, label or target.",
        HelpName = "FILE",
    };
}
