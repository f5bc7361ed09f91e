using Hallmark.Evidence;
using Hallmark.Ledger;
using Hallmark.Ledger.Writer;

// FOLDER RUN [COUNT]: writes to the ledger in FOLDER with 32 submitters at once until it is killed or COUNT statements are
// answered. RUN makes the statements of one process differ from those of others. Prints "open" and then one line for each
// acknowledgement: entry index and statement id. Ends with 1 and a message where the ledger cannot be opened or written.
const int Submitters = 32;
(string path, string run) = (args[0], args[1]);
int count = args.Length > 2 ? int.Parse(args[2]) : int.MaxValue;
int next = -1;
using var folder = new WriterFolder(path);
using Stream output = Console.OpenStandardOutput();
try
{
    await using Ledger ledger = folder.Open();
    Print("open");
    // The first to fail ends the process; the others could only wait for the same failure.
    await foreach (Task submitter in Task.WhenEach(Enumerable.Range(0, Submitters).Select(_ => Task.Run(() => Submit(ledger)))))
    {
        await submitter;
    }
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
return 0;

async Task Submit(Ledger ledger)
{
    for (int number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
    {
        Statement statement = folder.Sign(
            ledger.View.Id, number % 7 == 6 ? WriterContracts.Secret : WriterContracts.Note, $"{run}/{number}");
        Submission answer = await ledger.SubmitAsync(statement.Bytes);
        EntryIndex entry = answer switch
        {
            Submission.Accepted accepted => accepted.Entry,
            Submission.Denied denied => denied.Entry,
            _ => throw new InvalidOperationException($"statement {number} was not taken: {answer}"),
        };
        Print($"{entry.Value} {statement.Id}");
    }
}

void Print(string line)
{
    lock (output)
    {
        output.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
        output.Flush();
    }
}
