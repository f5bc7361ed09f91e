using System.CommandLine;
using Hallmark.Cli;

// Culture never changes what is read or written: numbers in files and options are invariant.
System.Globalization.CultureInfo.DefaultThreadCurrentCulture = System.Globalization.CultureInfo.InvariantCulture;

ParseResult parsed = Commands.Root().Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }
    Console.Error.WriteLine("'hallmark --help' lists the commands, 'hallmark COMMAND --help' its options.");
    return ExitCode.Usage;
}
return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
