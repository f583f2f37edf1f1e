/** Who works here: their states and loads. */
import { graphql } from "../../gql";

graphql(`
  fragment DeskColleague on Colleague {
    id
    name
    state
    reason
    capacity
    open
    held
    stateAt
  }
`);

export const Team = graphql(`
  query Team {
    operators {
      ...DeskColleague
    }
  }
`);

export const FollowTeam = graphql(`
  subscription FollowTeam {
    operatorEvents {
      ...DeskColleague
    }
  }
`);

export const SetStatus = graphql(`
  mutation SetStatus($input: SetOperatorStatusInput!) {
    setOperatorStatus(input: $input) {
      operator {
        ...DeskColleague
      }
      problem {
        ...ConsoleProblem
      }
    }
  }
`);
