using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hallmark.Mutation;

/// <summary>Writes mutants into the source of one file, so that one build holds them all and a number chooses which one is on.</summary>
internal sealed class Switching(IReadOnlyDictionary<SyntaxNode, Mutant> mutants) : CSharpSyntaxRewriter
{
    /// <summary>The file with its mutants. A mutant within another keeps its own switch where the outer one is off.</summary>
    public static string Write(SyntaxNode root, IEnumerable<Mutant> mutants) =>
        new Switching(mutants.ToDictionary(mutant => mutant.Place.Node)).Visit(root)!.ToFullString();

    public override SyntaxNode? Visit(SyntaxNode? node)
    {
        SyntaxNode? visited = base.Visit(node);
        return node is not null && visited is not null && mutants.TryGetValue(node, out Mutant? mutant)
            ? Parsed(node, mutant.Place.Switched(mutant.Number, visited.ToString())).WithTriviaFrom(visited)
            : visited;
    }

    private static SyntaxNode Parsed(SyntaxNode node, string text) => node switch
    {
        StatementSyntax => SyntaxFactory.ParseStatement(text),
        SwitchExpressionArmSyntax => ((SwitchExpressionSyntax)SyntaxFactory.ParseExpression($"x switch {{ {text} }}")).Arms[0],
        _ => SyntaxFactory.ParseExpression(text),
    };

    /// <summary>The switch itself, a file more in the project below all the others.</summary>
    public const string SwitchPath = "src/Hallmark.Evidence/MutantSwitch.cs";

    public const string SwitchSource = """
        namespace Hallmark.Mutants;

        public static class MutantSwitch
        {
            private static readonly int s_on = int.Parse(System.Environment.GetEnvironmentVariable("HALLMARK_MUTANT") ?? "0");
            private static readonly string? s_trace = System.Environment.GetEnvironmentVariable("HALLMARK_MUTANT_TRACE");
            private static readonly System.Collections.Generic.HashSet<int> s_reached = [];

            public static bool Is(int number)
            {
                if (s_trace is not null)
                {
                    Note(number);
                }
                return number == s_on;
            }

            // Written at once, because a process that is killed reached what it reached.
            private static void Note(int number)
            {
                lock (s_reached)
                {
                    if (s_reached.Add(number))
                    {
                        System.IO.File.AppendAllText(
                            System.IO.Path.Combine(s_trace!, System.Environment.ProcessId.ToString()), number + "\n");
                    }
                }
            }
        }
        """;
}
