using System.CommandLine;

namespace Hallmark.Cli;

/// <summary>
/// An option that names a file to be written. Every command looks at all that it has before it does anything else
/// (<see cref="CommonOptions.SetBody"/>), so no verb can forget to.
/// </summary>
internal sealed class OutputFileOption : Option<string?>
{
    public OutputFileOption(string name, string description)
        : base(name)
    {
        Description = description;
        HelpName = "FILE";
    }
}
