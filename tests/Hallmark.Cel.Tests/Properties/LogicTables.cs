namespace Hallmark.Cel.Tests.Properties;

/// <summary>The logical operators over true, false, errors and values that are no bools, against their definition.</summary>
public class LogicTables
{
    private static readonly string[] Operands = ["true", "false", "1/0 > 0", "dyn(1)"];

    [Fact]
    public void And_and_or_of_three_operands_in_every_order()
    {
        foreach (string a in Operands)
        {
            foreach (string b in Operands)
            {
                foreach (string c in Operands)
                {
                    Assert.Equal(Expected([a, b, c], "false", "true"), Outcome($"{a} && {b} && {c}"));
                    Assert.Equal(Expected([a, b, c], "true", "false"), Outcome($"{a} || {b} || {c}"));
                    Assert.Equal(Expected([a, b, c], "false", "true"), Outcome($"{a} && ({b} && {c})"));
                    Assert.Equal(Expected([a, b, c], "false", "true"), Outcome($"[0, 1, 2].all(i, i == 0 ? {a} : i == 1 ? {b} : {c})"));
                    Assert.Equal(Expected([a, b, c], "true", "false"), Outcome($"[0, 1, 2].exists(i, i == 0 ? {a} : i == 1 ? {b} : {c})"));
                    Assert.Equal(Conditional(a, b, c), Outcome($"{a} ? {b} : dyn({c})"));
                }
            }
        }
    }

    /// <summary>The deciding value if any operand has it; else an error if any is none or the other value; else the other value.</summary>
    private static string Expected(string[] operands, string deciding, string other) =>
        operands.Contains(deciding) ? deciding : operands.All(operand => operand == other) ? other : "error";

    private static string Conditional(string a, string b, string c) => a switch
    {
        "true" => Alone(b),
        "false" => Alone(c),
        _ => "error",
    };

    private static string Alone(string operand) => operand switch
    {
        "true" or "false" => operand,
        "dyn(1)" => "1",
        _ => "error",
    };

    private static string Outcome(string expression)
    {
        CelResult result = Cel.Run(expression);
        return !result.IsValue ? "error"
            : result.Value.Kind == CelKind.Int ? result.Value.AsInt().ToString() : result.Value.AsBool() ? "true" : "false";
    }
}
